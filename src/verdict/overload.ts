import { formatCount, formatDuration, formatRate, formatShare } from '../core/format.ts'
import { formatMoment } from '../core/format-moment.ts'
import type { Measurement } from '../metrics/result.ts'
import { decide, inconclusive } from './decide.ts'
import { blameGenerator } from './fitness.ts'
import { ownTimeline } from './own-time.ts'
import { missing, missingRequests, requestNotes } from './sentence.ts'
import type { Verdict } from './verdict.ts'
import { WINDOW, type Window, windowsOf } from './windows.ts'

export interface Overload {
  /** What must stay of the best throughput, as a share. */
  readonly keeps: number
  /** Milliseconds in which 95 % of the refusals must come. */
  readonly refusal: number
}

/**
 * A target that is asked for more than it can do goes on doing what it can: in every window of 3 s in which some requests were refused its throughput
 * is near the best that it had, refusals come quickly, and no request hangs.
 */
export function judgeOverload(measurement: Measurement, { keeps, refusal }: Overload): Verdict {
  const figure = 'degradation under overload'
  const nothing = missingRequests(measurement, figure)
  if (nothing !== undefined) return inconclusive(nothing.message)
  const timeline = ownTimeline(measurement)
  const last = timeline.at(-1)
  const windows = windowsOf(measurement, timeline[0]?.at ?? 0, last === undefined ? 0 : last.at + last.duration)
  if (windows.length === 0) {
    const because = `it lasted less than ${formatDuration(WINDOW)}`
    return inconclusive(missing(measurement, figure, because, 'judge a longer part of the run').message)
  }
  const loaded = windows.filter(({ measurement }) => measurement.requests.failed > 0)
  if (loaded.length === 0 && measurement.iterations.dropped === 0) {
    const because = 'no request was refused, so it was never overloaded'
    return inconclusive(missing(measurement, figure, because, 'raise the load above what the target can do').message)
  }
  const best = Math.max(...windows.map(rateOf))
  const worst = loaded.reduce<Window | undefined>(
    (least, one) => (least && rateOf(least) <= rateOf(one) ? least : one),
    undefined,
  )
  const kept = worst === undefined || best === 0 ? 1 : rateOf(worst) / best
  const hung = hangingIn(measurement)
  const refusals = measurement.failedLatency.p95
  const troubles = [
    ...(best === 0 ? ['nothing succeeded'] : []),
    ...(kept < keeps && worst !== undefined
      ? [`throughput fell to ${formatShare(kept)} of its best, ${formatRate(rateOf(worst))} at ${formatMoment(worst.start)}`]
      : []),
    ...(refusals !== undefined && refusals > refusal ? [`p95 of the refusals was ${formatDuration(refusals)}`] : []),
    ...(hung > 0 ? [`${formatCount(hung)} requests hung`] : []),
  ]
  const holds = troubles.length === 0
  const state = `throughput stayed at ${formatShare(kept)} of its best, ${formatRate(best)}, and refusals came quickly`
  return decide({
    measurements: [measurement],
    holds,
    claim: 'exact',
    excuse: holds ? undefined : blameGenerator(measurement),
    statement: holds ? state : troubles.join(', and '),
    expected: `at least ${formatShare(keeps)} of its best throughput, refusals within ${formatDuration(refusal)}, and nothing that hangs`,
    notes: [...requestNotes(measurement), ...(refusals === undefined ? [] : [`p95 of the refusals ${formatDuration(refusals)}`])],
    received: holds ? formatShare(kept) : troubles.join(', '),
  })
}

function rateOf({ measurement }: Window): number {
  return measurement.throughput.mean ?? 0
}

/** Given up after their time-out, or cut at the end after waiting through all of the grace. */
function hangingIn({ errors, requests }: Measurement): number {
  return errors.reduce((sum, { category, count }) => (category === 'timeout' ? sum + count : sum), requests.interrupted)
}
