/** What came of the requests that ended in a piece of time. */
export interface Attempts {
  /** Milliseconds. */
  readonly at: number
  readonly duration: number
  readonly succeeded: number
  readonly failed: number
}

/** A time in which nothing succeeded. */
export interface Outage {
  readonly at: number
  /** Milliseconds. */
  readonly duration: number
}

export interface Uptime {
  /** 1 − time down / time, from 0 to 1. */
  readonly share: number
  /** Milliseconds in which it was down. */
  readonly down: number
  /** Of at least one whole piece of time; what was down for less is in `down` only. */
  readonly outages: readonly Outage[]
}

/**
 * The share of the time that was not between a first failure and the next success.
 *
 * Counts per piece of time (a second) don't say in which order failures and successes came, so:
 * - where all failed, all of it was down;
 * - where some failed, their share of it was down. That is what to expect of failures that are spread, each of which lasts until the next
 *   request, and of an outage that begins or ends in it;
 * - where no request ended, it was down if it was down before, because the next success is yet to come.
 *
 * @param attempts In the order of time. @returns `undefined` without a request or time.
 */
export function uptimeOf(attempts: readonly Attempts[]): Uptime | undefined {
  let time = 0
  let down = 0
  let isDown = false
  let known = false
  const outages: Outage[] = []
  for (const { at, duration, succeeded, failed } of attempts) {
    const ended = succeeded + failed
    known ||= ended > 0
    const wasDown = isDown
    if (ended > 0) isDown = succeeded === 0
    const lost = isDown ? duration : ended === 0 ? 0 : duration * (failed / ended)
    time += duration
    down += lost
    if (!isDown) continue
    const before = wasDown ? outages.pop() : undefined
    outages.push({ at: before?.at ?? at, duration: (before?.duration ?? 0) + duration })
  }
  return known && time > 0 ? { share: 1 - down / time, down, outages } : undefined
}
