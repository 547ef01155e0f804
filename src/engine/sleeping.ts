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
  #open = 0
  #slept = 0

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

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    const begin = this.#time.now()
    const { requests, settled } = this.#requests
    const isAlone = this.#open === 0 && requests <= settled
    this.#open += 1
    await this.#time.clock.sleep(ms, signal)
    this.#open -= 1
    if (isAlone && this.#requests.requests === requests) this.#slept += this.#time.now() - begin
  }
}
