import type { Moment } from './probe.ts'

/** Below this, clocks of the system are too coarse to tell a share. */
const SHORTEST = 20

interface Totals {
  readonly part: number
  readonly whole: number
  readonly now: number
}

/** Tells from running totals which part of a whole was used since the reading before. */
export class Meter {
  #before: Totals | undefined

  /**
   * `whole` is what there was to use; without it, time in milliseconds. `undefined` at the first reading, after too short a span, and
   * where a total fell.
   */
  use(part: number, { now, shortest }: Moment, whole = now): number | undefined {
    const before = this.#before
    const isFirst = before === undefined || part < before.part || whole < before.whole
    if (!isFirst && now - before.now < Math.max(SHORTEST, shortest)) return undefined
    this.#before = { part, whole, now }
    return isFirst || whole === before.whole ? undefined : (part - before.part) / (whole - before.whole)
  }
}
