import type { Clock } from './clock.ts'

/** A clock for tests: its time stands still until `advance`, which wakes sleepers in order and lets what they start settle. */
export class FakeClock implements Clock {
  #now = 0
  #sleepers: { at: number; wake: () => void }[] = []

  now(): number {
    return this.#now
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const sleeper = {
        at: this.#now + Math.max(0, ms),
        wake: (): void => {
          signal?.removeEventListener('abort', sleeper.wake)
          this.#sleepers = this.#sleepers.filter((one) => one !== sleeper)
          resolve()
        },
      }
      this.#sleepers.push(sleeper)
      signal?.addEventListener('abort', sleeper.wake, { once: true })
    })
  }

  /** How many sleep now. */
  get sleepers(): number {
    return this.#sleepers.length
  }

  async advance(ms: number): Promise<void> {
    const end = this.#now + ms
    await settle()
    for (let next = this.#earliest(end); next !== undefined; next = this.#earliest(end)) {
      this.#now = next.at
      next.wake()
      await settle()
    }
    this.#now = end
    await settle()
  }

  #earliest(end: number): { at: number; wake: () => void } | undefined {
    let earliest: { at: number; wake: () => void } | undefined
    for (const sleeper of this.#sleepers) {
      if (sleeper.at <= end && (earliest === undefined || sleeper.at < earliest.at)) earliest = sleeper
    }
    return earliest
  }
}

/** Lets pending promise callbacks run: a macrotask comes after all of them. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
