import { formatDuration, formatShare } from '../core/format.ts'
import type { Measurement } from '../metrics/result.ts'
import { inconclusive } from './decide.ts'
import { judge } from './judge.ts'
import type { Limit } from './limit.ts'
import { FIGURES } from './metric-figures.ts'
import { ownTimeline } from './own-time.ts'
import { missing, missingRequests } from './sentence.ts'
import type { Verdict } from './verdict.ts'

/** The metrics that can get worse over time. */
export const lastingMetrics = ['p50', 'p90', 'p95', 'p99', 'p999', 'mean', 'throughput'] as const

export type LastingMetric = (typeof lastingMetrics)[number]

export interface Degradation {
  /** By how much it may get worse, as a share of the first bucket. */
  readonly share: number
  readonly metric: LastingMetric
  /** Milliseconds, as scaled as the run; `undefined` is a sixth of the time. */
  readonly bucket: number | undefined
}

/** A metric of the last bucket of time is not worse than that of the first by more than a share of it. */
export function judgeDegradation(measurement: Measurement, { share, metric, bucket }: Degradation): Verdict {
  const nothing = missingRequests(measurement, `change of the ${metric}`)
  if (nothing !== undefined) return inconclusive(nothing.message)
  const timeline = ownTimeline(measurement)
  const start = timeline[0]?.at ?? 0
  const last = timeline.at(-1)
  const end = last === undefined ? 0 : last.at + last.duration
  const size = bucket ?? (end - start) / DEFAULT_BUCKETS
  if (!(size > 0) || end - start < 2 * size) {
    const because = `two buckets of ${formatDuration(size)} don't fit into ${formatDuration(end - start)}`
    return inconclusive(missing(measurement, `change of the ${metric}`, because, 'give it a shorter `bucket`').message)
  }
  const before = measurement.between(start, start + size)
  const first = FIGURES[metric](before)
  if (first.kind === 'missing') return inconclusive(first.message)
  const isUpper = first.better === 'lower'
  const value = first.value * (isUpper ? 1 + share : 1 - share)
  const limit: Limit = { kind: isUpper ? 'at-most' : 'at-least', value }
  return judge(FIGURES[metric](measurement.between(end - size, end)), limit, {
    expected: (show) => {
      const firsts = `the ${show(first.value)} of ${before.name}`
      if (share === 0) return `no worse than ${firsts}`
      return `${limit.kind.replace('-', ' ')} ${show(value)}, ${formatShare(share)} ${isUpper ? 'above' : 'below'} ${firsts}`
    },
    opposite: (show) => `${isUpper ? 'above' : 'below'} ${show(value)}`,
    edges: [value, first.value],
    warning: () => first.warning && `of ${before.name}: ${first.warning}`,
    against: before,
  })
}

const DEFAULT_BUCKETS = 6
