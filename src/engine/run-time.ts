import type { Clock } from '../core/clock.ts'

/** A run's own time: 0 is the start of measuring, warm-up is below. */
export interface RunTime {
  readonly clock: Clock
  /** Moment 0 on the clock's scale. */
  readonly zero: number
  /** Milliseconds since moment 0. */
  now(): number
  /** Waits until a moment, or until `signal` aborts. */
  until(moment: number, signal?: AbortSignal): Promise<void>
}

/** Starts a run's time: moment 0 comes after the warm-up. */
export function startTime(clock: Clock, warmUp: number): RunTime {
  const zero = clock.now() + warmUp
  const now = (): number => clock.now() - zero
  return {
    clock,
    zero,
    now,
    async until(moment, signal) {
      // A timer may fire a moment too early.
      while (now() < moment && !signal?.aborted) await clock.sleep(moment - now(), signal)
    },
  }
}
