import { formatCount, formatDuration } from '../../../core/format.ts'
import type { HistogramBins, PercentileCurve, ResultReport } from '../../model.ts'
import type { ChartSeries, ChartSpec } from './chart-spec.ts'
import type { Color } from './colors.ts'

/** Percentiles up to 99.99 %, and the histogram; none without a request. */
export function distributionCharts(result: ResultReport, { isLogarithmic }: { readonly isLogarithmic: boolean }): ChartSpec[] {
  if (result.distribution.latency.percents.length === 0) return []
  return [percentileChart(result, isLogarithmic), histogramChart(result)]
}

const TICKS = [50, 90, 99, 99.9, 99.99]

// Each 9 more takes as much room as the last.
function positionOf(percent: number): number {
  return -Math.log10(1 - percent / 100)
}

function percentileChart({ distribution, baseline, model }: ResultReport, isLogarithmic: boolean): ChartSpec {
  const { latency, serviceTime } = distribution
  const curves: { label: string; color: Color; curve: PercentileCurve; isDashed?: boolean }[] = [
    { label: 'Latency', color: '--chart-blue', curve: latency },
  ]
  // In the closed model they differ by little but connecting.
  if (serviceTime !== undefined && model === 'open')
    curves.push({ label: 'Service time', color: '--chart-green', curve: serviceTime })
  if (baseline !== undefined)
    curves.push({ label: `Latency, ${baseline.name}`, color: '--chart-baseline', curve: baseline.latency, isDashed: true })
  const percents = [...new Set(curves.flatMap(({ curve }) => curve.percents))].sort((a, b) => a - b)
  const last = percents.at(-1) ?? 0
  const series = curves.map(
    ({ label, color, curve, isDashed = false }): ChartSeries => ({
      label,
      color,
      values: percents.map((percent) => timeAt(curve, percent)),
      format: (value) => formatDuration(value),
      shape: 'line',
      isDashed,
    }),
  )
  return {
    title: 'Percentiles',
    x: percents.map(positionOf),
    xRange: [0, Math.max(1, positionOf(last))],
    xTicks: TICKS.filter((tick) => tick <= last + 1e-6).map((tick) => ({ x: positionOf(tick), text: `${tick} %` })),
    xName: 'Percentile',
    formatX: (x) => `${Number((100 * (1 - 10 ** -x)).toFixed(x > 3 ? 3 : x > 2 ? 2 : 1))} %`,
    formatY: (value) => formatDuration(value),
    isLogarithmic,
    summary: [50, 90, 99, 99.9].flatMap((percent) => percentileFact(latency, percent)).join(', '),
    series,
  }
}

function histogramChart({ distribution: { histogram }, total }: ResultReport): ChartSpec {
  const { counts } = histogram
  const most = counts.indexOf(Math.max(...counts))
  const indexOf = (time: number): number => Math.log(time / histogram.from) / Math.log(histogram.ratio)
  return {
    title: 'Histogram of latency',
    x: counts.map((_, index) => index),
    xRange: [0, counts.length],
    xTicks: roundTimes(histogram).map((time) => ({ x: indexOf(time), text: formatDuration(time) })),
    xName: 'Latency',
    formatX: (index) => `${formatDuration(lowerBound(histogram, index))} to ${formatDuration(lowerBound(histogram, index + 1))}`,
    formatY: formatCount,
    summary: `${formatCount(total.count)} requests, most of them between ${formatDuration(lowerBound(histogram, most))} and ${formatDuration(lowerBound(histogram, most + 1))}.`,
    series: [{ label: 'Requests', color: '--chart-blue', values: counts, format: formatCount, shape: 'bars' }],
    verticals: (['p50', 'p95', 'p99'] as const).flatMap((name) => {
      const time = total[name]
      return time === undefined ? [] : [{ x: Math.min(counts.length, Math.max(0, indexOf(time))), name }]
    }),
  }
}

function lowerBound({ from, ratio }: HistogramBins, index: number): number {
  return Number((from * ratio ** index).toPrecision(3))
}

/** Times of one digit within the bins, and as many as are told apart. */
function roundTimes({ from, ratio, counts }: HistogramBins): number[] {
  const to = from * ratio ** counts.length
  const digits = to / from > 200 ? [1] : to / from > 20 ? [1, 3] : to / from > 4 ? [1, 2, 5] : [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9]
  const times: number[] = []
  for (let decade = 10 ** Math.floor(Math.log10(from)); decade <= to; decade *= 10) {
    times.push(...digits.map((digit) => digit * decade).filter((time) => time >= from && time <= to))
  }
  return times.length > 0 ? times : [from, to]
}

/** Between its points a curve is a line. */
function timeAt({ percents, times }: PercentileCurve, percent: number): number | null {
  const index = percents.findIndex((one) => one >= percent)
  if (index === -1) return null
  const after = times[index] ?? 0
  const before = times[index - 1] ?? after
  const [low, high] = [percents[index - 1] ?? 0, percents[index] ?? 0]
  return high === low ? after : before + (after - before) * ((percent - low) / (high - low))
}

function percentileFact(curve: PercentileCurve, percent: number): string[] {
  const time = timeAt(curve, percent)
  return time === null ? [] : [`p${percent} ${formatDuration(time)}`]
}
