import { formatCount, formatDuration } from '../core/format.ts'
import type { Measurement } from '../metrics/result.ts'
import type { Figure } from './figure.ts'
import { rankOf, valueAtRank } from './joint-percentile.ts'
import { timeoutsOf } from './latency.ts'
import { smallSample } from './reliability.ts'
import { missing, missingRequests, requestNotes } from './sentence.ts'

/**
 * A percentile of the time to first byte, from 1 to 100. Requests that timed out without one count as slower than all others;
 * interrupted ones don't count, because a response that is still coming may have begun at once.
 */
export function ttfbPercentile(measurement: Measurement, percent: number): Figure {
  const { ttfb, requests } = measurement
  const name = `p${percent} of the time to first byte`
  const silent = Math.min(timeoutsOf(measurement), Math.max(0, requests.total - ttfb.count))
  const count = ttfb.count + silent
  if (count === 0) {
    const because = `none of ${formatCount(requests.total)} requests got a response`
    return missingRequests(measurement, name) ?? missing(measurement, name, because, 'look at why they failed first')
  }
  const rank = rankOf(percent, count)
  const value = rank > ttfb.count ? undefined : valueAtRank(ttfb, rank)
  const notes = [...requestNotes(measurement)]
  if (silent > 0) notes.push(`${formatCount(silent)} timed out without a first byte`)
  const warning = smallSample(name, percent, count)
  return {
    kind: 'known',
    measurement,
    name,
    value: value ?? Number.POSITIVE_INFINITY,
    isLowerBound: false,
    show: (one, finer) => (one === Number.POSITIVE_INFINITY ? 'beyond every time-out' : formatDuration(one, finer)),
    notes,
    ...(warning === undefined ? {} : { warning }),
  }
}
