import type { Clock } from '../core/clock.ts'

/** A place in the queue of a budget. */
export interface Turn {
  /** Resolves when it is this one's turn: `true`; or when it was cancelled: `false`. */
  readonly granted: Promise<boolean>
  /** Gives up the place: the others move up. */
  cancel(): void
}

/** Hands out the slots of a rate, first come, first served: evenly spaced, and none that passed unused is made up for. */
export class Budget {
  readonly #clock: Clock
  /** Milliseconds from slot to slot. */
  readonly #interval: number
  /** When the next slot is; each is computed from the last one, so that late timers add up to nothing. */
  #next = Number.NEGATIVE_INFINITY
  readonly #queue = new Set<QueuedTurn>()
  /** Ends the wait for the next slot when nobody is left to take it. */
  #pause: AbortController | undefined

  constructor(perSecond: number, clock: Clock) {
    this.#interval = 1000 / perSecond
    this.#clock = clock
  }

  /** Takes a slot: `undefined` where one is free now. */
  take(): Turn | undefined {
    const now = this.#clock.now()
    if (this.#queue.size === 0 && now >= this.#next) {
      this.#next = now + this.#interval
      return undefined
    }
    const turn = new QueuedTurn(() => this.#leave(turn))
    this.#queue.add(turn)
    if (this.#pause === undefined) void this.#serve()
    return turn
  }

  /** Cancels all who wait. */
  cancel(): void {
    for (const turn of this.#queue) turn.cancel()
  }

  async #serve(): Promise<void> {
    while (this.#queue.size > 0) {
      const wait = this.#next - this.#clock.now()
      if (wait > 0) {
        this.#pause = new AbortController()
        await this.#clock.sleep(wait, this.#pause.signal)
        continue
      }
      const [first] = this.#queue
      if (first === undefined) break
      this.#queue.delete(first)
      this.#next += this.#interval
      first.settle(true)
    }
    this.#pause = undefined
  }

  #leave(turn: QueuedTurn): void {
    this.#queue.delete(turn)
    turn.settle(false)
    // Its timer would keep the process alive.
    if (this.#queue.size === 0) this.#pause?.abort()
  }
}

class QueuedTurn implements Turn {
  readonly cancel: () => void
  readonly #settlers = Promise.withResolvers<boolean>()

  constructor(cancel: () => void) {
    this.cancel = cancel
  }

  get granted(): Promise<boolean> {
    return this.#settlers.promise
  }

  settle(isGranted: boolean): void {
    this.#settlers.resolve(isGranted)
  }
}
