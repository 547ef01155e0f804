import { refuseAfterEnd } from '../cut-off.ts'
import { createDeadlines } from '../deadlines.ts'
import type { PreparedRequest, Receiver, Transport } from '../transport.ts'
import type { ConnectionSettings, TransportOptions } from '../transport-options.ts'
import { Siblings } from './siblings.ts'
import { WireConnection } from './wire-connection.ts'

/**
 * Sends HTTP/1.1 over TCP and TLS: one kept connection per origin, and more when requests are sent in parallel.
 *
 * What comes while nothing is in flight, and what comes after a response, ends the connection and is no response to anything. Only on a
 * new connection, a server that answers before it has read the request cannot be told from one that is quick.
 */
export function createWireTransport(options: TransportOptions): Transport {
  return new WireTransport(options)
}

class WireTransport implements Transport {
  #settings: ConnectionSettings
  /** Most users have one origin. */
  #first: Siblings<WireConnection> | undefined
  #others: Map<string, Siblings<WireConnection>> | undefined
  #isClosed = false

  constructor(options: TransportOptions) {
    const { deadlines, keepAlive } = options
    // Users of a run are given all of it, and share it.
    if (deadlines !== undefined && keepAlive !== undefined) this.#settings = options as ConnectionSettings
    else this.#settings = { ...options, deadlines: deadlines ?? createDeadlines(), keepAlive: keepAlive ?? true }
  }

  exchange(request: PreparedRequest, receiver: Receiver): void {
    if (this.#isClosed) {
      queueMicrotask(() => receiver.fail(refuseAfterEnd()))
      return
    }
    const siblings = this.#first?.origin === request.origin ? this.#first : this.#siblingsAt(request.origin)
    const connection = siblings.take() ?? new WireConnection(this.#settings, siblings)
    connection.exchange(request, receiver)
  }

  renew(): void {
    for (const connection of this.#connections()) connection.retire()
  }

  async close(): Promise<void> {
    this.#isClosed = true
    for (const connection of this.#connections()) connection.close()
  }

  #siblingsAt(origin: string): Siblings<WireConnection> {
    const known = this.#others?.get(origin)
    if (known !== undefined) return known
    if (origin.startsWith('https:')) this.#settings = { sessions: new Map(), ...this.#settings }
    const siblings = new Siblings<WireConnection>(origin)
    if (this.#first === undefined) this.#first = siblings
    else {
      this.#others ??= new Map()
      this.#others.set(origin, siblings)
    }
    return siblings
  }

  #connections(): WireConnection[] {
    return [this.#first, ...(this.#others?.values() ?? [])].flatMap((siblings) => siblings?.all ?? [])
  }
}
