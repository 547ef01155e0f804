import type { Allowance } from './allowance.ts'
import type { Turn } from './budget.ts'
import type { PreparedRequest, Receiver, Transport } from './transport.ts'

/** What an exchange fails with that was never sent, and never will be: it is no sample. */
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

  exchange(request: PreparedRequest, receiver: Receiver): void {
    const turn = this.#isClosed ? undefined : this.#options.allowance.turn()
    if (turn === undefined) this.#send(request, receiver)
    else void this.#wait(turn).then(() => this.#send(request, receiver))
  }

  renew(): void {
    this.#options.transport.renew()
  }

  close(): Promise<void> {
    this.#isClosed = true
    for (const turn of this.#turns) turn.cancel()
    return this.#options.transport.close()
  }

  #send(request: PreparedRequest, receiver: Receiver): void {
    const { transport, allowance } = this.#options
    if (this.#isClosed || !allowance.send()) this.#refuse(receiver)
    else {
      this.#inFlight += 1
      transport.exchange(request, {
        respond: (exchange) => {
          this.#settle()
          receiver.respond(exchange)
        },
        fail: (error) => {
          this.#settle()
          receiver.fail(error)
        },
      })
    }
  }

  #refuse(receiver: Receiver): void {
    if (!this.#isClosed) {
      this.#isRefused = true
      this.#tellIfIdle()
    }
    queueMicrotask(() => receiver.fail(notSent))
  }

  #settle(): void {
    this.#inFlight -= 1
    this.#tellIfIdle()
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
