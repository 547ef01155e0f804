/** All waiting and all time-taking goes through a clock, so that an hour's profile is tested in a millisecond. */
export interface Clock {
  /** Milliseconds on a monotonic scale of the clock's own. */
  now(): number
  /** Resolves after `ms` milliseconds, or at once when `signal` aborts: the caller looks at the signal. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** The machine's monotonic clock. */
export const systemClock: Clock = {
  now: () => performance.now(),
  sleep(ms, signal) {
    if (signal?.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', wake)
        resolve()
      }
      // Node counts a timer in whole milliseconds, and overflows to 1 ms above 2^31.
      const timer = setTimeout(wake, Math.min(Math.max(0, Math.ceil(ms)), MAX_TIMER))
      signal?.addEventListener('abort', wake, { once: true })
    })
  },
}

const MAX_TIMER = 2 ** 31 - 1
