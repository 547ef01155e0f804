import { formatDuration, formatRate, formatShare } from '../core/format.ts'
import type { ChangeLimit, ComparedMetric } from './comparison-limits.ts'
import { errorRateOf, type RowFigures } from './run-summary.ts'

export interface MetricChange {
  readonly metric: ComparedMetric
  readonly baseline: number
  readonly current: number
  /** A share of the baseline's figure; of errors, the difference of both shares. `undefined` where the baseline's is 0. */
  readonly change: number | undefined
  readonly limit?: ChangeLimit
  /** Worse than the limit allows. */
  readonly isOver: boolean
  /** `p95 120 ms → 150 ms (+25 %), limit +10 %`. */
  readonly sentence: string
}

/** How a metric changed; nothing where one of both rows has no such figure. */
export function changeOf(
  metric: ComparedMetric,
  now: RowFigures,
  then: RowFigures,
  limit: ChangeLimit | undefined,
): readonly MetricChange[] {
  const current = figureOf(metric, now)
  const baseline = figureOf(metric, then)
  if (current === undefined || baseline === undefined) return []
  const worse = metric === 'rate' ? baseline - current : current - baseline
  const change = metric === 'errors' ? current - baseline : baseline === 0 ? undefined : (current - baseline) / baseline
  const allowed = limit === undefined ? Number.POSITIVE_INFINITY : limit.value * (limit.kind === 'relative' ? baseline : 1)
  // What is at the limit is not past it, whatever binary fractions make of it.
  const isOver = worse > allowed * (1 + 1e-9) + 1e-12
  const show = (value: number): string => formatMetric(metric, value)
  const shownChange = change === undefined ? '' : ` (${formatChange(metric, change)})`
  const sentence =
    change === 0 ? `${metric} ${show(current)}, unchanged` : `${metric} ${show(baseline)} → ${show(current)}${shownChange}`
  return [
    {
      metric,
      baseline,
      current,
      change,
      ...(limit !== undefined && { limit }),
      isOver,
      sentence: limit === undefined ? sentence : `${sentence}, limit ${formatLimit(metric, limit)}`,
    },
  ]
}

function figureOf(metric: ComparedMetric, row: RowFigures): number | undefined {
  return metric === 'errors' ? errorRateOf(row) : row[metric]
}

/** `+12.3 %`, and of errors `+0.67 pt`. */
export function formatChange(metric: ComparedMetric, change: number): string {
  const sign = change > 0 ? '+' : ''
  const percent = Number((change * 100).toFixed(metric === 'errors' ? 2 : 1))
  return `${sign}${percent.toLocaleString('en-US')} ${metric === 'errors' ? 'pt' : '%'}`
}

/** `+10 %`, `+20 ms`; of a rate, which is worse when it falls, `-10 %`. */
export function formatLimit(metric: ComparedMetric, { kind, value }: ChangeLimit): string {
  const sign = metric === 'rate' ? '-' : '+'
  if (metric === 'errors') return `${sign}${Number((value * 100).toFixed(4))} pt`
  return `${sign}${kind === 'relative' ? formatShare(value) : formatDuration(value)}`
}

/** A metric's figure with its unit. */
export function formatMetric(metric: ComparedMetric, value: number): string {
  if (metric === 'errors') return formatShare(value)
  return metric === 'rate' ? formatRate(value) : formatDuration(value)
}

export function isLatency(metric: ComparedMetric): boolean {
  return metric !== 'errors' && metric !== 'rate'
}
