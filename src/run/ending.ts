import { messageOf } from '../core/errors.ts'
import type { RunTime } from '../engine/run-time.ts'
import type { Outcome } from '../metrics/outcome.ts'

/** Milliseconds past its planned end, grace included, after which a run is given up. */
const PATIENCE = 30_000

/** Milliseconds that a run which was given up has to close what it opened. */
const LAST_WAIT = 2000

/** How a run comes to its end: by itself, by a signal, by an error that makes it pointless, or because it takes far too long. */
export class Ending {
  /** Interrupts everything. */
  readonly signal: AbortSignal
  error: unknown
  readonly #own = new AbortController()
  readonly #time: RunTime
  #abortedAt: number | undefined

  constructor(time: RunTime, signals: readonly AbortSignal[]) {
    this.#time = time
    this.signal = AbortSignal.any([this.#own.signal, ...signals])
    const note = (): void => {
      this.#abortedAt ??= Math.max(0, time.now())
    }
    if (this.signal.aborted) note()
    else this.signal.addEventListener('abort', note, { once: true })
  }

  get outcome(): Outcome {
    if (this.#abortedAt === undefined) return { state: 'completed' }
    return { state: 'aborted', reason: messageOf(this.signal.reason), at: this.#abortedAt }
  }

  /** Ends the run, and rejects it with an error. */
  fail(error: unknown): void {
    this.error ??= error
    this.#own.abort(error)
  }

  /** Ends the run: what was measured until now is its result. */
  abort(reason: string): void {
    this.#own.abort(new Error(reason))
  }

  /** Waits until the first users are ready, but not for ever. `advice` says what may keep them. */
  async ready(prepared: Promise<unknown>, advice: string): Promise<void> {
    const over = new AbortController()
    const ready = prepared.finally(() => over.abort())
    await Promise.race([ready, this.#time.clock.sleep(PATIENCE, AbortSignal.any([over.signal, this.signal]))])
    if (over.signal.aborted || this.signal.aborted) return
    this.abort(`the first users were not ready after ${PATIENCE / 1000} s: ${advice}`)
  }

  /** Waits for the drive, but not for ever: what does not even end when it is cut is left behind. */
  async within(drive: Promise<unknown>, latest: number): Promise<void> {
    const over = new AbortController()
    const ended = drive.finally(() => over.abort())
    await Promise.race([ended, this.#time.until(latest + PATIENCE, over.signal)])
    if (over.signal.aborted) return void (await ended)
    this.abort(`it did not end ${PATIENCE / 1000} s after its planned end and grace`)
    await Promise.race([ended, this.#time.until(latest + PATIENCE + LAST_WAIT, over.signal)])
  }
}
