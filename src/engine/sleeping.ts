import { Alarm, type Sleeper } from './alarms.ts'
import type { RunTime } from './run-time.ts'

/** Requests of an iteration: asked for, and over. */
interface Requests {
  readonly requests: number
  readonly settled: number
}

/** Sleeps, and knows how much of an iteration was nothing but sleep: only that is left out of its duration. */
export class Sleeping {
  readonly #time: RunTime
  readonly #requests: Requests
  #slept = 0
  /** Those under way; made with the first, as many users never sleep. */
  #naps: Set<Nap> | undefined
  #hasLeft = false

  constructor(time: RunTime, requests: Requests) {
    this.#time = time
    this.#requests = requests
  }

  /** Milliseconds of the iteration in which it slept once and had no request in flight. */
  get slept(): number {
    return this.#slept
  }

  /** A new iteration begins. */
  begin(): void {
    this.#slept = 0
  }

  async sleep(ms: number): Promise<void> {
    const begin = this.#time.now()
    const { requests, settled } = this.#requests
    this.#naps ??= new Set()
    const isAlone = this.#naps.size === 0 && requests <= settled
    if (!this.#hasLeft) await this.#nap(this.#naps, ms)
    if (isAlone && this.#requests.requests === requests) this.#slept += this.#time.now() - begin
  }

  /** Ends all sleep, now and later. */
  leave(): void {
    this.#hasLeft = true
    for (const nap of this.#naps ?? []) {
      this.#time.alarms.cancel(nap.alarm)
      nap.wake()
    }
  }

  /** Ends all sleep likewise, but wakes nobody. */
  abandon(): void {
    this.#hasLeft = true
    for (const nap of this.#naps ?? []) this.#time.alarms.cancel(nap.alarm)
    this.#naps?.clear()
  }

  #nap(naps: Set<Nap>, ms: number): Promise<void> {
    return new Promise((resolve) => {
      const nap = new Nap(naps, resolve)
      naps.add(nap)
      this.#time.alarms.set(nap.alarm, ms)
    })
  }
}

/** One sleep. */
class Nap implements Sleeper {
  readonly alarm = new Alarm(this)
  readonly #naps: Set<Nap>
  readonly #resolve: () => void

  constructor(naps: Set<Nap>, resolve: () => void) {
    this.#naps = naps
    this.#resolve = resolve
  }

  wake(): void {
    this.#naps.delete(this)
    this.#resolve()
  }
}
