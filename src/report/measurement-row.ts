import { formatCount, formatDuration, formatRate } from '../core/format.ts'
import type { Measurement } from '../metrics/result.ts'
import type { LatencySummary } from '../stats/summary.ts'
import type { Cell, Row } from './table.ts'

/** The names of the figures in a row. */
export const measurementTitles = ['requests', 'failed', 'rate', 'mean', 'p50', 'p95', 'p99', 'max'] as const

/** What stands where a figure doesn't exist. */
export const NONE = '–'

/** A line of figures for one measurement. */
export function measurementRow(name: Cell, measured: Measurement): Row {
  const { requests, throughput } = measured
  return [
    name,
    formatCount(requests.total),
    formatFailed(requests.failed),
    throughput.mean === undefined ? NONE : formatRate(throughput.mean),
    formatMean(measured),
    formatPercentile(measured, 50),
    formatPercentile(measured, 95),
    formatPercentile(measured, 99),
    formatPercentile(measured, 100),
  ]
}

/** A number of failures, which stands out unless it is 0. */
export function formatFailed(failed: number): Cell {
  return failed === 0 ? '0' : { text: formatCount(failed), style: 'red' }
}

/** With time-outs in it, a mean is a lower bound. */
function formatMean(measured: Measurement): string {
  const { mean } = measured.latency
  if (mean === undefined) return NONE
  return timeoutsIn(measured) > 0 ? `> ${formatDuration(mean)}` : formatDuration(mean)
}

/** `> 30 s` where it is the time after which requests were given up: they would have taken longer. */
export function formatPercentile(measured: Measurement, percent: number): string {
  const time = measured.latency.percentile(percent)
  if (time === undefined) return NONE
  return isTimeout(measured.latency, percent, timeoutsIn(measured)) ? `> ${formatDuration(time)}` : formatDuration(time)
}

// Requests that were given up are taken to be the slowest, so a percentile is one of them if its rank is among the last.
function isTimeout({ count }: LatencySummary, percent: number, timeouts: number): boolean {
  return Math.ceil((percent / 100) * count) > count - timeouts
}

function timeoutsIn({ errors }: Measurement): number {
  return errors.reduce((sum, { category, count }) => sum + (category === 'timeout' ? count : 0), 0)
}
