import { formatCount, formatDuration } from '../core/format.ts'
import type { Measurement } from '../metrics/result.ts'
import type { Figure } from './figure.ts'
import { rankOf, valueAtRank } from './joint-percentile.ts'
import { noLatency, timeoutsOf } from './latency.ts'
import { upperEdge } from './limit.ts'
import { blameDelays, surelySlower } from './own-delay.ts'
import { smallSample } from './reliability.ts'
import { requestNotes } from './sentence.ts'

/**
 * A percentile of the time to first byte, from 1 to 100: of successes, and of time-outs that had one. Requests that timed out without
 * one count as slower than all others; interrupted ones don't count, because a response that is still coming may have begun at once.
 * Without any success there is nothing to praise.
 */
export function ttfbPercentile(measurement: Measurement, percent: number): Figure {
  const { ttfb, requests } = measurement
  const name = `p${percent} of the time to first byte`
  const timeouts = timeoutsOf(measurement)
  const silent = Math.min(timeouts, Math.max(0, requests.succeeded + timeouts - ttfb.count))
  const count = ttfb.count + silent
  const rank = rankOf(percent, count)
  const value = rank > ttfb.count ? undefined : valueAtRank(ttfb, rank)
  if (count === 0 || (requests.succeeded === 0 && value !== undefined)) return noLatency(measurement, name)
  const notes = [...requestNotes(measurement)]
  if (silent > 0) notes.push(`${formatCount(silent)} timed out without a first byte`)
  const warning = smallSample(name, percent, count)
  return {
    kind: 'known',
    measurement,
    name,
    value: value ?? Number.POSITIVE_INFINITY,
    better: 'lower',
    excuse: (limit) => {
      const edge = upperEdge(limit)
      if (edge === undefined || value === undefined) return undefined
      // It begins when a request was sent, so only how late its response was seen is in it.
      const { loopDelay } = measurement.health
      const surely = surelySlower((time) => (ttfb.countAbove(time) + silent) / count, { loopDelay }, edge * (1 - 1e-9))
      return surely * count >= count - rank + 1 - 1e-6 ? undefined : blameDelays({ loopDelay }, percent)
    },
    show: (one, finer) => (one === Number.POSITIVE_INFINITY ? 'beyond every time-out' : formatDuration(one, finer)),
    notes,
    ...(warning === undefined ? {} : { warning }),
  }
}
