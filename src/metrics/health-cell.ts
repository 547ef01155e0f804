import { Histogram } from '../stats/histogram.ts'
import type { Bounds, Grid } from './grid.ts'
import type { IntervalHealth } from './interval-health.ts'

/** What was used of the CPU in a piece of time. Milliseconds, as in `IntervalHealth`. */
export interface UsageSample {
  readonly start: number
  readonly end: number
  readonly busy: number
  readonly cpu: IntervalHealth['cpu']
  readonly throttled: number
}

/** Where whoever watches the generator puts what it sees. Moments are milliseconds since the start of measuring; below 0 nothing counts. */
export interface HealthSink {
  /** What was due at `moment` was served so much later. */
  loopDelay(moment: number, delay: number): void
  /** A pause to collect garbage. */
  pause(moment: number, duration: number): void
  usage(sample: UsageSample): void
}

const NOTHING: IntervalHealth = {
  observed: 0,
  busy: 0,
  loopDelay: undefined,
  gc: { count: 0, total: 0, longest: 0 },
  cpu: { total: 0, busy: 0, steal: 0 },
  throttled: 0,
}

/** Adds up the generator's health in one interval at a time, and hands it over when it goes on to another. */
export class HealthCell implements HealthSink {
  readonly #grid: Grid
  readonly #hand: (bounds: Bounds, health: IntervalHealth) => void
  #bounds: Bounds | undefined
  readonly #loopDelay = new Histogram()
  #health = NOTHING

  constructor(grid: Grid, hand: (bounds: Bounds, health: IntervalHealth) => void) {
    this.#grid = grid
    this.#hand = hand
  }

  loopDelay(moment: number, delay: number): void {
    if (moment < 0) return
    this.#enter(moment)
    this.#loopDelay.record(delay)
  }

  pause(moment: number, duration: number): void {
    if (moment < 0) return
    this.#enter(moment)
    const { count, total, longest } = this.#health.gc
    const gc = { count: count + 1, total: total + duration, longest: Math.max(longest, duration) }
    this.#health = { ...this.#health, gc }
  }

  /** Shared out among the intervals that the time touches. */
  usage({ start, end, busy, cpu, throttled }: UsageSample): void {
    for (let from = Math.max(0, start); from < end; ) {
      const bounds = this.#enter(from)
      const to = Math.min(end, bounds.end)
      const share = (to - from) / (end - start)
      const before = this.#health
      this.#health = {
        ...before,
        observed: before.observed + (to - from),
        busy: before.busy + busy * share,
        cpu: {
          total: before.cpu.total + cpu.total * share,
          busy: before.cpu.busy + cpu.busy * share,
          steal: before.cpu.steal + cpu.steal * share,
        },
        throttled: before.throttled + throttled * share,
      }
      from = to
    }
  }

  /** Hands over what it has. */
  close(): void {
    if (this.#bounds === undefined) return
    this.#hand(this.#bounds, { ...this.#health, loopDelay: this.#loopDelay.close() })
    this.#bounds = undefined
    this.#health = NOTHING
  }

  isOverdue(moment: number): boolean {
    return this.#bounds !== undefined && this.#bounds.end <= moment
  }

  #enter(moment: number): Bounds {
    if (this.#bounds !== undefined && moment >= this.#bounds.start && moment < this.#bounds.end) return this.#bounds
    this.close()
    this.#bounds = this.#grid.intervalAt(moment)
    return this.#bounds
  }
}
