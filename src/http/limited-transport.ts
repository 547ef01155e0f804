import type { Allowance } from './allowance.ts'
import type { Turn } from './budget.ts'
import type { Exchange, PreparedRequest, Transport } from './transport.ts'

/** What an exchange rejects with that was never sent, and never will be: it is no sample. */
export const notSent = new Error('The request was not sent: the load is over')

export interface LimitedTransportOptions {
  readonly transport: Transport
  readonly allowance: Allowance
  /** A request may not be sent any more, and what was in flight beside it is over: whoever asked for it can't go on. */
  readonly onRefused: () => void
}

/** A transport that sends no more than an allowance lets it. What waits for the budget is not asked for yet, so it is no latency. */
export function limitTransport(options: LimitedTransportOptions): Transport {
  return new LimitedTransport(options)
}

class LimitedTransport implements Transport {
  readonly #options: LimitedTransportOptions
  readonly #turns = new Set<Turn>()
  #inFlight = 0
  #isRefused = false
  #isClosed = false

  constructor(options: LimitedTransportOptions) {
    this.#options = options
  }

  async exchange(request: PreparedRequest): Promise<Exchange> {
    const { transport, allowance } = this.#options
    const turn = this.#isClosed ? undefined : allowance.turn()
    if (turn !== undefined) await this.#wait(turn)
    if (this.#isClosed) throw notSent
    if (!allowance.send()) {
      this.#isRefused = true
      this.#tellIfIdle()
      throw notSent
    }
    this.#inFlight += 1
    try {
      return await transport.exchange(request)
    } finally {
      this.#inFlight -= 1
      this.#tellIfIdle()
    }
  }

  renew(): void {
    this.#options.transport.renew()
  }

  close(): Promise<void> {
    this.#isClosed = true
    for (const turn of this.#turns) turn.cancel()
    return this.#options.transport.close()
  }

  /** Waits for the budget. */
  async #wait(turn: Turn): Promise<void> {
    this.#turns.add(turn)
    await turn.granted
    this.#turns.delete(turn)
  }

  #tellIfIdle(): void {
    if (this.#isRefused && this.#inFlight === 0 && !this.#isClosed) this.#options.onRefused()
  }
}
