import { formatDuration, formatShare } from '../core/format.ts'
import type { Measurement } from '../metrics/result.ts'
import { endOfEvent, type TimelineEvent } from '../metrics/timeline-event.ts'
import { decide, inconclusive } from './decide.ts'
import { blameGenerator } from './fitness.ts'
import { ownTimeline } from './own-time.ts'
import { smallSample } from './reliability.ts'
import { missing, missingRequests, requestNotes } from './sentence.ts'
import type { Verdict } from './verdict.ts'
import { WINDOW, windowsOf } from './windows.ts'

export interface Recovery {
  /** Milliseconds. */
  readonly within: number
  /** What ended the fault. */
  readonly after: TimelineEvent
  /** What began it. */
  readonly fault: TimelineEvent
  /** Milliseconds by which a p95 may be higher in any case. */
  readonly noise: number
}

/** How much slower than before the fault is still as before. */
const SLOWER = 1.2
/** How much higher the error rate may be than before the fault. */
const MORE_ERRORS = 0.01
/** Milliseconds before the fault that it is compared with, at most. */
const BASE = 10_000

/**
 * The target was as it had been before a fault, so many milliseconds after the event that ended it: from then on every window of 3 s has a p95 of at
 * most 1.2 × that before the fault (or higher by no more than the noise), and an error rate of at most 1 point above it.
 */
export function judgeRecovery(measurement: Measurement, { within, after, fault, noise }: Recovery): Verdict {
  const figure = `recovery after '${after.name}'`
  const nothing = missingRequests(measurement, figure)
  if (nothing !== undefined) return inconclusive(nothing.message)
  if (after.state !== 'done') {
    const how = after.state === 'failed' ? `failed: ${after.error}` : 'never ended'
    return inconclusive(missing(measurement, figure, `that event ${how}`, 'see to it that it can be done').message)
  }
  if (fault.state === 'failed') {
    const because = `'${fault.name}' failed: ${fault.error}`
    return inconclusive(missing(measurement, figure, because, 'see to it that there is something to recover from').message)
  }
  const timeline = ownTimeline(measurement)
  const start = timeline[0]?.at ?? 0
  const last = timeline.at(-1)
  const end = last === undefined ? 0 : last.at + last.duration
  const base = baseOf(measurement, start, fault.at)
  if (base === undefined || base.latency.p95 === undefined) {
    const because = `nothing succeeded before '${fault.name}'`
    return inconclusive(missing(measurement, figure, because, 'let the load run for some seconds before it').message)
  }
  if (windowsOf(measurement, Math.max(start, fault.at - BASE), fault.at).some((window) => isEmpty(window.measurement))) {
    const because = `before '${fault.name}' there were ${WINDOW / 1000} s in which no request ended, too`
    return inconclusive(missing(measurement, figure, because, 'send more requests per second').message)
  }
  const healed = endOfEvent(after)
  const windows = windowsOf(measurement, stepAt(timeline, healed), end)
  if (windows.length === 0 || end - healed < within + WINDOW) {
    const because = `only ${formatDuration(Math.max(0, end - healed))} were measured after it`
    return inconclusive(
      missing(measurement, figure, because, `let the load run for at least ${formatDuration(within + WINDOW)} after it`).message,
    )
  }
  const limits = { p95: Math.max(base.latency.p95 * SLOWER, base.latency.p95 + noise), errorRate: rateOf(base) + MORE_ERRORS }
  const lastBad = windows.findLastIndex((window) => troubleIn(window.measurement, limits) !== undefined)
  const bad = windows[lastBad]
  const good = windows[lastBad + 1]
  const took = good === undefined ? undefined : Math.max(0, good.start - healed)
  const afterwards = measurement.between(Math.min(healed, end - 1), end)
  const shown = took === undefined ? 'it did not recover' : `it recovered after ${formatDuration(took)}`
  return decide({
    measurements: [good === undefined ? afterwards : measurement.between(good.start, end), base],
    holds: took !== undefined && took <= within,
    claim: 'exact',
    excuse: took !== undefined && took <= within ? undefined : blameGenerator(afterwards),
    statement: `${shown} from '${fault.name}'${fault.name === after.name ? '' : `, counted from '${after.name}'`}`,
    expected: `within ${formatDuration(within)}`,
    notes: [
      ...requestNotes(afterwards),
      ...(bad === undefined ? [] : [`at last ${troubleIn(bad.measurement, limits)} in ${WINDOW / 1000} s`]),
      `before: p95 ${formatDuration(base.latency.p95)}, errors ${formatShare(rateOf(base))}`,
    ],
    received: shown,
    warning: smallSample(`the p95 before '${fault.name}' is`, 95, base.latency.count),
  })
}

interface Limits {
  readonly p95: number
  readonly errorRate: number
}

/** Why a window isn't as it was before; `undefined` where it is. */
function troubleIn(window: Measurement, limits: Limits): string | undefined {
  // A target that hangs lets nothing end.
  if (isEmpty(window)) return 'nothing ended'
  const rate = rateOf(window)
  if (rate > limits.errorRate) return `errors ${formatShare(rate)}`
  const { p95 } = window.latency
  if (p95 === undefined) return 'nothing succeeded'
  return p95 > limits.p95 ? `p95 ${formatDuration(p95)}` : undefined
}

function isEmpty({ requests: { succeeded, failed } }: Measurement): boolean {
  return succeeded + failed === 0
}

function rateOf({ requests: { succeeded, failed } }: Measurement): number {
  return succeeded + failed === 0 ? 0 : failed / (succeeded + failed)
}

function baseOf(measurement: Measurement, start: number, fault: number): Measurement | undefined {
  const from = Math.max(start, fault - BASE)
  // Intervals are cut at the moment for which the event was planned, which is a little before the one at which it came.
  const to = ownTimeline(measurement).findLast(({ at }) => at <= fault)?.at ?? 0
  return to <= from ? undefined : measurement.between(from, to)
}

/** The beginning of the step that a moment lies in: what came in it before the moment is as bad as it may be. */
function stepAt(timeline: ReturnType<typeof ownTimeline>, moment: number): number {
  return timeline.findLast(({ at }) => at <= moment)?.at ?? moment
}
