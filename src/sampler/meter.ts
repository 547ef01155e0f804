import type { Moment } from './probe.ts'

/** Below this, clocks of the system are too coarse to tell a share. */
const SHORTEST = 20

/** Tells from running totals what was used per millisecond since the reading before. */
export class Meter {
  #before: { readonly total: number; readonly now: number } | undefined

  /** `undefined` at the first reading, after too short a span, and where a total fell. */
  use(total: number, { now, shortest }: Moment): number | undefined {
    const before = this.#before
    const elapsed = now - (before?.now ?? now)
    if (before !== undefined && total >= before.total && elapsed < Math.max(SHORTEST, shortest)) return undefined
    this.#before = { total, now }
    if (before === undefined || total < before.total || elapsed < SHORTEST) return undefined
    return (total - before.total) / elapsed
  }
}
