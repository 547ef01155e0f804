import { formatShare } from '../core/format.ts'
import type { Measurement } from '../metrics/result.ts'
import { inconclusive } from './decide.ts'
import { judge } from './judge.ts'
import { latencyPercentile } from './latency.ts'
import type { Verdict } from './verdict.ts'

/** How much lower, and at which percentile. */
export interface Lead {
  /** Share of the other's latency, from 0 to below 1. */
  readonly by: number
  /** From 1 to 100. */
  readonly percentile: number
}

/** One latency is lower than another by more than a share of the other. */
export function judgeLowerLatency(measurement: Measurement, other: Measurement, { by, percentile }: Lead): Verdict {
  const figure = latencyPercentile(measurement, percentile)
  const rival = latencyPercentile(other, percentile)
  if (rival.kind === 'missing') return inconclusive(rival.message)
  const value = rival.value * (1 - by)
  return judge(
    figure,
    { kind: 'below', value },
    {
      expected: (show) => {
        const theirs = `the ${show(rival.value)} of ${other.name}`
        return by === 0 ? `below ${theirs}` : `below ${show(value)}, ${formatShare(by)} less than ${theirs}`
      },
      edges: [value, rival.value],
      warning: () => rival.warning && `of ${other.name}: ${rival.warning}`,
      against: other,
    },
  )
}
