import { formatDuration } from '../core/format.ts'

/** Milliseconds between two looks at most. */
const LOOK = 250

/** Why the watched work was given up. */
export class StallError extends Error {}

/** Gives work up whose iterations don't settle any more, or whose run is over: a promise that never settles would keep a test for ever. */
export class StallWatch {
  readonly #signal: AbortSignal
  readonly #over = new AbortController()
  readonly #givenUp = Promise.withResolvers<never>()
  readonly #abort = (): void => this.#giveUp('was aborted')
  #begun = 0

  constructor(signal: AbortSignal) {
    this.#signal = signal
    // It may be given up between two pieces of work.
    this.#givenUp.promise.catch(() => {})
    if (signal.aborted) this.#abort()
    signal.addEventListener('abort', this.#abort, { once: true })
  }

  /** Aborts when the work is given up: what is still under way shall begin nothing more. */
  get over(): AbortSignal {
    return this.#over.signal
  }

  /** An iteration begins. */
  readonly begin = (): void => {
    this.#begun = performance.now()
  }

  /** What `work` comes to; rejects with a `StallError` where an iteration of it takes longer than `timeout`, in milliseconds. */
  async guard<T>(work: () => Promise<T>, timeout: number): Promise<T> {
    this.begin()
    const look = (): void => {
      // A thread that was blocked is not a promise that hangs: what has settled meanwhile comes first.
      if (performance.now() - this.#begun > timeout)
        this.#giveUp(`did not settle within ${formatDuration(timeout)}: raise \`timeout\``)
    }
    const timer = timeout === Number.POSITIVE_INFINITY ? undefined : setInterval(look, Math.min(LOOK, timeout))
    try {
      return await Promise.race([work(), this.#givenUp.promise])
    } finally {
      clearInterval(timer)
    }
  }

  end(): void {
    this.#signal.removeEventListener('abort', this.#abort)
  }

  #giveUp(why: string): void {
    this.#givenUp.reject(new StallError(why))
    this.#over.abort()
  }
}
