import { formatDuration, formatShare } from '../core/format.ts'
import type { Measurement } from '../metrics/result.ts'

/** Share of the time from which on an event loop has no room for what comes next: it would wait in a queue most of the time. */
const BUSY = 0.9
/** A delay below it, in milliseconds, is in the noise of any machine. */
const SMALL_DELAY = 10
/** The share of the median latency up to which a delay changes little. */
const SMALL_SHARE = 0.1
/** Share of a cycle by which think times may be late: beyond it the load was not what was asked for. */
const LATE_THINK_TIME = 0.01
/** Share of the machine's CPU that others may take. */
const STEAL = 0.1
/** Share of the time in which a container may be stopped. */
const THROTTLED = 0.05

/** Milliseconds below which a measurement is a burst: whoever sends it is busy all the time, and need not be late. */
const BURST = 1000

/** What helps a generator that cannot keep up. */
export const LESS_LOAD = 'use less load, or a faster or less busy machine'

type Judged = Pick<Measurement, 'health' | 'latency' | 'duration'>

/**
 * Why what a generator measured proves little, and what to do; `undefined` where it was fit. It is about most of the time: the 95th
 * percentile of its delays, so that a burst at the start doesn't spoil a run, and only delays that matter beside the latency.
 */
export function blameGenerator({ health, latency, duration }: Judged): string | undefined {
  const { busy = 0, thinkTimeLate = 0, cpu } = health
  const { steal = 0, throttled = 0 } = cpu
  const lag = health.scheduleLag.p95 ?? 0
  const delay = health.loopDelay.p95 ?? 0
  const bearable = Math.max(SMALL_DELAY, (latency.p50 ?? 0) * SMALL_SHARE)
  if (busy > BUSY && duration >= BURST) return `the generator itself was busy ${formatShare(busy)} of the time: ${LESS_LOAD}`
  if (lag > bearable)
    return `the generator started iterations late (p95 of the schedule lag ${formatDuration(lag)}): ${LESS_LOAD}`
  if (delay > bearable)
    return `the generator itself was late (p95 of the event loop delay ${formatDuration(delay)}): ${LESS_LOAD}`
  if (thinkTimeLate > LATE_THINK_TIME) {
    return `the generator let think times run late by ${formatShare(thinkTimeLate)} of the cycle: ${LESS_LOAD}`
  }
  if (steal > STEAL) return `other machines took ${formatShare(steal)} of this one's CPU: use one that shares none`
  if (throttled > THROTTLED) {
    return `the CPU limit of this container stopped the generator ${formatShare(throttled)} of the time: raise it`
  }
  return undefined
}
