import type { Clock } from '../core/clock.ts'
import { Budget, type Turn } from './budget.ts'

export interface AllowanceOptions {
  /** Requests in all. @default any number */
  readonly maxRequests?: number | undefined
  /** Requests per second. @default any number */
  readonly budget?: number | undefined
  readonly clock: Clock
}

/** What the clients of a run may send together: redirects, further attempts, and what `start` and `stop` send count as well. */
export class Allowance {
  readonly #budget: Budget | undefined
  readonly #usedUp = new AbortController()
  #left: number
  #hasRefused = false

  constructor({ maxRequests = Number.POSITIVE_INFINITY, budget, clock }: AllowanceOptions) {
    this.#left = maxRequests
    this.#budget = budget === undefined ? undefined : new Budget(budget, clock)
  }

  /** Aborts when the last request that may be sent is sent. */
  get usedUp(): AbortSignal {
    return this.#usedUp.signal
  }

  /** Whether a request was asked for that could not be sent any more. */
  get hasRefused(): boolean {
    return this.#hasRefused
  }

  /** When the budget has room: `undefined` is now. */
  turn(): Turn | undefined {
    return this.#left > 0 ? this.#budget?.take() : undefined
  }

  /** Whether one more request may be sent; it then is. */
  send(): boolean {
    if (this.#left === 0) {
      this.#hasRefused = true
      return false
    }
    this.#left -= 1
    if (this.#left === 0) {
      this.#budget?.cancel()
      this.#usedUp.abort()
    }
    return true
  }
}
