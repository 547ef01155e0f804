import { refuseAfterEnd } from './cut-off.ts'
import { createDeadlines } from './deadlines.ts'
import type { Transport } from './transport.ts'
import type { TransportOptions } from './transport-options.ts'
import { type Connections, UndiciConnection } from './undici-connection.ts'

/** Sends through undici: one kept connection per origin, and more when requests are sent in parallel. */
export function createUndiciTransport(options: TransportOptions): Transport {
  const settings = { deadlines: createDeadlines(), keepAlive: true, sessions: new Map<string, Buffer>(), ...options }
  const origins = new Map<string, Connections>()
  let closing: Promise<void> | undefined

  return {
    exchange(request, receiver) {
      if (closing !== undefined) return queueMicrotask(() => receiver.fail(refuseAfterEnd()))
      let connections = origins.get(request.origin)
      if (connections === undefined) {
        connections = { idle: [], all: new Set() }
        origins.set(request.origin, connections)
      }
      const connection = connections.idle.pop() ?? new UndiciConnection(request.origin, settings, connections)
      // Not in the middle of undici's own callbacks: what comes next may be another request on the same connection.
      connection.exchange(request).then(
        (exchange) => receiver.respond(exchange),
        (error) => receiver.fail(error),
      )
    },
    renew() {
      for (const connections of origins.values()) {
        for (const connection of connections.all) connection.retire()
        connections.idle.length = 0
      }
    },
    close() {
      closing ??= closeAll([...origins.values()].flatMap(({ all }) => [...all]))
      return closing
    },
  }
}

async function closeAll(connections: readonly UndiciConnection[]): Promise<void> {
  await Promise.all(connections.map((connection) => connection.close()))
}
