import type { Clock } from '../core/clock.ts'
import { MomentQueue } from './moment-queue.ts'

/** Who is woken at a moment. */
export interface Sleeper {
  /** Called once, never before the moment; must not throw. */
  wake(): void
}

/** When one sleeper is woken; it can be set again when it has rung or was cancelled. */
export class Alarm {
  readonly sleeper: Sleeper
  /** Where the queue has it; -1: it is not set. */
  place = -1

  constructor(sleeper: Sleeper) {
    this.sleeper = sleeper
  }

  get isSet(): boolean {
    return this.place !== -1
  }
}

/**
 * Wakes many sleepers with one timer: a queue in the order of their moments, whose first the timer waits for. What a sleeper needs it has
 * already, so to rest makes nothing: no timer, promise or listener for each think time, which the garbage collector would take for something
 * that lasts.
 */
export class Alarms {
  readonly #clock: Clock
  readonly #queue = new MomentQueue<Alarm>()
  /** What the timer waits for; infinitely far away where there is none. */
  #ringsAt = Number.POSITIVE_INFINITY
  #timer: AbortController | undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Sets one that is not set, to ring in so many milliseconds: a number. */
  set(alarm: Alarm, ms: number): void {
    const at = this.#clock.now() + Math.max(0, ms)
    alarm.place = this.#queue.add(at, alarm)
    if (at < this.#ringsAt) this.#watch()
  }

  /** Harmless where it is not set. */
  cancel(alarm: Alarm): void {
    if (!alarm.isSet) return
    this.#queue.forget(alarm.place)
    alarm.place = -1
    // With nobody to wake, a timer would keep the process from ending.
    if (this.#queue.size === 0) this.#stop()
  }

  /** Sees to it that the timer rings for the first of all; for one that was cancelled it may ring in vain. */
  #watch(): void {
    const { first } = this.#queue
    if (first >= this.#ringsAt) return
    this.#stop()
    const timer = new AbortController()
    this.#timer = timer
    this.#ringsAt = first
    void this.#clock.sleep(first - this.#clock.now(), timer.signal).then(() => {
      if (timer === this.#timer) this.#ring()
    })
  }

  #stop(): void {
    const timer = this.#timer
    this.#timer = undefined
    this.#ringsAt = Number.POSITIVE_INFINITY
    timer?.abort()
  }

  #ring(): void {
    // A timer may be early, by as much as the loop had worked when it was set: who is not due yet waits for the next one.
    const now = this.#clock.now()
    this.#timer = undefined
    // Who is woken may go to sleep again at once: the timer is set for all of them together.
    this.#ringsAt = Number.NEGATIVE_INFINITY
    try {
      while (this.#queue.first <= now) {
        const alarm = this.#queue.take()
        if (alarm === undefined) continue
        alarm.place = -1
        alarm.sleeper.wake()
      }
    } finally {
      // Whatever one of them does, the others wake.
      this.#ringsAt = Number.POSITIVE_INFINITY
      this.#watch()
    }
  }
}
