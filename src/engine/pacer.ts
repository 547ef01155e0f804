import { availableParallelism } from 'node:os'
import type { RunTime } from './run-time.ts'

/** Milliseconds that the spin window may have. A plain timer is up to 1 ms late, and now and then a little more. */
const WIDEST_WINDOW = 1.5
const NARROWEST_WINDOW = 0.1
/** Milliseconds that a turn of the event loop takes in which nothing happens, at most. */
const IDLE_TURN = 0.01
/** How much of its way to the newest error the window goes when it shrinks; it grows at once. */
const SHRINK = 0.02

export interface PacerOptions {
  readonly time: RunTime
  /** Whether it may spin: not where there is only one CPU, for then it would take the target's. @default as the machine has it */
  readonly maySpin?: boolean
}

/**
 * Waits for moments, exactly: by a timer until shortly before, and from there turn by turn of the event loop. A timer alone is 0.5 to
 * 1 ms late, this was measured 1 µs late (p50; 50 µs p99). It spins no longer than the timers' own error asks for.
 */
export class Pacer {
  readonly #time: RunTime
  readonly #maySpin: boolean
  #window = WIDEST_WINDOW
  #spun = 0
  /** Until when turns are counted: several may wait for their moments in the same one. */
  #counted = Number.NEGATIVE_INFINITY

  constructor({ time, maySpin = availableParallelism() > 1 }: PacerOptions) {
    this.#time = time
    this.#maySpin = maySpin
  }

  /** Milliseconds spent spinning so far: the generator was not busy then. */
  get spun(): number {
    return this.#spun
  }

  /** Milliseconds before a moment at which it begins to spin. */
  get window(): number {
    return this.#window
  }

  /** Resolves at a moment, never before it, or when `signal` aborts. */
  async until(moment: number, signal: AbortSignal): Promise<void> {
    const { clock } = this.#time
    if (!this.#maySpin) return await this.#time.until(moment, signal)
    const early = moment - this.#window
    const wait = Math.floor(early - this.#time.now())
    if (wait > 0) {
      const planned = this.#time.now() + wait
      await clock.sleep(wait, signal)
      this.#follow(this.#time.now() - planned)
    }
    await this.#spin(moment, signal)
  }

  /** Lets the event loop turn once: timers and sockets are served before it resolves. */
  turn(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve))
  }

  async #spin(moment: number, signal: AbortSignal): Promise<void> {
    let now = this.#time.now()
    while (now < moment && !signal.aborted) {
      const begin = now
      await this.turn()
      now = this.#time.now()
      // A turn in which sockets were served took longer, and that was work.
      this.#spun += Math.max(0, Math.min(now - Math.max(begin, this.#counted), IDLE_TURN))
      this.#counted = now
    }
  }

  #follow(error: number): void {
    const wanted = Math.min(WIDEST_WINDOW, Math.max(NARROWEST_WINDOW, error))
    this.#window = wanted > this.#window ? wanted : this.#window + (wanted - this.#window) * SHRINK
  }
}
