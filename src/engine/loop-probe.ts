/** Milliseconds between two moments at which the event loop should serve the probe. */
const PERIOD = 10
/** Milliseconds that a timer is late on an idle loop: it counts whole milliseconds. */
const TIMER_ERROR = 1.1
/** Moments that one stall may stand for at most: a machine that slept for an hour was no loop of an hour. */
const MOST_MOMENTS = 1000

/**
 * Watches how late the event loop serves what is due, at moments that are spread evenly over the time. Every moment counts, also those
 * that passed while the loop was stalled: a stall of a second is a hundred late moments, not one.
 */
export class LoopProbe {
  readonly #onDelay: (due: number, delay: number) => void
  readonly #now: () => number
  #due: number
  #timer: NodeJS.Timeout

  /** `onDelay` gets both in milliseconds; `due` is on the scale of `now`. */
  constructor(onDelay: (due: number, delay: number) => void, now: () => number = () => performance.now()) {
    this.#onDelay = onDelay
    this.#now = now
    this.#due = now() + PERIOD
    this.#timer = setTimeout(this.#check, PERIOD)
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  readonly #check = (): void => {
    const now = this.#now()
    const step = Math.max(PERIOD, (now - this.#due) / MOST_MOMENTS)
    for (; this.#due <= now; this.#due += step) this.#onDelay(this.#due, Math.max(0, now - this.#due - TIMER_ERROR))
    this.#timer = setTimeout(this.#check, Math.max(1, this.#due - this.#now()))
  }
}
