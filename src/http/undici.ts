import { createDeadlines, type Deadlines } from './deadlines.ts'
import type { SocketOptions } from './open-socket.ts'
import { RequestError } from './request-error.ts'
import type { Transport } from './transport.ts'
import { type Connections, UndiciConnection } from './undici-connection.ts'
import { endOfRun } from './undici-exchange.ts'

export interface UndiciOptions extends SocketOptions {
  /** Best shared by all users of a thread, so that they share its timers. */
  readonly deadlines?: Deadlines
  /** `false`: a connection of its own for each request. @default true */
  readonly keepAlive?: boolean
}

/** Sends through undici: one kept connection per origin, and more when requests are sent in parallel. */
export function createUndiciTransport(options: UndiciOptions): Transport {
  const settings = { deadlines: createDeadlines(), keepAlive: true, sessions: new Map<string, Buffer>(), ...options }
  const origins = new Map<string, Connections>()
  let closing: Promise<void> | undefined

  return {
    exchange(request) {
      if (closing !== undefined) return Promise.reject(refusal())
      let connections = origins.get(request.origin)
      if (connections === undefined) {
        connections = { idle: [], all: new Set() }
        origins.set(request.origin, connections)
      }
      const connection = connections.idle.pop() ?? new UndiciConnection(request.origin, settings, connections)
      return connection.exchange(request)
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

function refusal(): RequestError {
  const now = performance.now()
  const times = {
    asked: now,
    sent: undefined,
    firstByte: undefined,
    end: now,
    connect: undefined,
    bytesSent: 0,
    bytesReceived: 0,
  }
  return new RequestError('interrupted', endOfRun, times)
}
