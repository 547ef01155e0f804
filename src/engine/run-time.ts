import type { Clock } from '../core/clock.ts'
import { Alarms } from './alarms.ts'

/** A run's own time: 0 is the start of measuring, warm-up is below. */
export interface RunTime {
  readonly clock: Clock
  /** Wake all who rest. */
  readonly alarms: Alarms
  /** Moment 0 on the clock's scale; infinitely far away until the time begins. */
  readonly zero: number
  /** Milliseconds since moment 0. */
  now(): number
  /** Waits until a moment, or until `signal` aborts. */
  until(moment: number, signal?: AbortSignal): Promise<void>
  /** Begins the warm-up, which lasts so many milliseconds. */
  begin(warmUp: number): void
  /** Puts moment 0 at a place on the clock's scale. */
  beginAt(zero: number): void
}

/** A run's time, which has not begun yet: users of the open model get ready before it does. */
export function createRunTime(clock: Clock): RunTime {
  return new ClockTime(clock)
}

/** A class, so that the hot path reads `zero` as a plain field. */
class ClockTime implements RunTime {
  readonly clock: Clock
  readonly alarms: Alarms
  zero = Number.POSITIVE_INFINITY

  constructor(clock: Clock) {
    this.clock = clock
    this.alarms = new Alarms(clock)
  }

  now(): number {
    return this.clock.now() - this.zero
  }

  async until(moment: number, signal?: AbortSignal): Promise<void> {
    // A timer may fire a moment too early.
    while (this.now() < moment && !signal?.aborted) await this.clock.sleep(moment - this.now(), signal)
  }

  begin(warmUp: number): void {
    this.beginAt(this.clock.now() + warmUp)
  }

  beginAt(zero: number): void {
    this.zero = zero
  }
}

/** A run's time that begins at once. */
export function startTime(clock: Clock, warmUp: number): RunTime {
  const time = createRunTime(clock)
  time.begin(warmUp)
  return time
}
