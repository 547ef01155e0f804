import { refuseAfterEnd } from '../cut-off.ts'
import { createDeadlines } from '../deadlines.ts'
import type { Transport } from '../transport.ts'
import type { TransportOptions } from '../transport-options.ts'
import { type Siblings, WireConnection } from './wire-connection.ts'

/**
 * Sends HTTP/1.1 over TCP and TLS: one kept connection per origin, and more when requests are sent in parallel.
 *
 * What comes while nothing is in flight, and what comes after a response, ends the connection and is no response to anything. Only on a
 * new connection, a server that answers before it has read the request cannot be told from one that is quick.
 */
export function createWireTransport(options: TransportOptions): Transport {
  const settings = { deadlines: createDeadlines(), keepAlive: true, sessions: new Map<string, Buffer>(), ...options }
  const origins = new Map<string, Siblings>()
  let isClosed = false

  return {
    exchange(request, receiver) {
      if (isClosed) return queueMicrotask(() => receiver.fail(refuseAfterEnd()))
      let siblings = origins.get(request.origin)
      if (siblings === undefined) {
        siblings = { idle: [], all: new Set() }
        origins.set(request.origin, siblings)
      }
      const connection = siblings.idle.pop() ?? new WireConnection(request.origin, settings, siblings)
      connection.exchange(request, receiver)
    },
    renew() {
      for (const { all } of origins.values()) {
        for (const connection of all) connection.retire()
      }
    },
    async close() {
      isClosed = true
      for (const { all } of origins.values()) {
        for (const connection of all) connection.close()
      }
    },
  }
}
