import type { Socket } from 'node:net'
import { Client, type Dispatcher } from 'undici'
import type { Deadlines } from './deadlines.ts'
import { openSocket } from './open-socket.ts'
import { placeOf } from './place.ts'
import type { Exchange, PreparedRequest } from './transport.ts'
import type { ConnectionSettings } from './transport-options.ts'
import { type Carrier, type ConnectionUse, UndiciExchange } from './undici-exchange.ts'
import { MAX_HEAD } from './wire/response-head.ts'

/** One user's connections to one origin. */
export interface Connections {
  /** A stack: what was used last is used next, so that what is not needed goes idle. */
  readonly idle: UndiciConnection[]
  readonly all: Set<UndiciConnection>
}

/** One undici client, so one socket and one exchange at a time. The client opens a new socket when the old one was closed. */
export class UndiciConnection implements Carrier {
  /** Such as `127.0.0.1:3000`. */
  readonly target: string
  readonly deadlines: Deadlines
  readonly #keepAlive: boolean
  readonly #client: Client
  readonly #siblings: Connections
  #exchange: UndiciExchange | undefined
  #isRetired = false

  #socket: Socket | undefined
  #connect: number | undefined
  #exchangesOnSocket = 0
  #bytesSent = 0
  #bytesReceived = 0

  #request: PreparedRequest | undefined
  #dispatchOptions: Dispatcher.DispatchOptions | undefined

  constructor(origin: string, settings: ConnectionSettings, siblings: Connections) {
    this.target = placeOf(origin).target
    this.deadlines = settings.deadlines
    this.#keepAlive = settings.keepAlive
    this.#siblings = siblings
    this.#client = new Client(origin, {
      ...clientOptions,
      connect: (destination, callback) => {
        this.#forgetSocket()
        this.#socket = openSocket(destination, settings, (error, socket, connect) => {
          if (error !== undefined) return callback(error, null)
          this.#connect = connect
          callback(null, socket)
        })
      },
    })
    siblings.all.add(this)
  }

  exchange(request: PreparedRequest): Promise<Exchange> {
    const exchange = new UndiciExchange(request, this)
    this.#exchange = exchange
    this.dispatch(exchange)
    return exchange.promise
  }

  dispatch(exchange: UndiciExchange): void {
    // A declared request is the same object every time, so that its headers are laid out once.
    if (this.#dispatchOptions === undefined || this.#request !== exchange.request) {
      this.#request = exchange.request
      this.#dispatchOptions = toDispatchOptions(exchange.request, this.#keepAlive)
    }
    this.#client.dispatch(this.#dispatchOptions, exchange)
  }

  /** The exchange has ended: what it took of the connection, which then waits for the next one. */
  release(): ConnectionUse {
    const use = { connect: this.#connect, bytesSent: 0, bytesReceived: 0 }
    this.#connect = undefined
    if (this.#socket !== undefined) {
      const { bytesWritten, bytesRead } = this.#socket
      use.bytesSent = bytesWritten - this.#bytesSent
      use.bytesReceived = bytesRead - this.#bytesReceived
      this.#bytesSent = bytesWritten
      this.#bytesReceived = bytesRead
    }
    this.#exchangesOnSocket += 1
    this.#exchange = undefined
    if (this.#isRetired) this.retire()
    else if (!this.#client.destroyed) this.#siblings.idle.push(this)
    return use
  }

  /** Whether the socket had served before, and has been silent since. */
  get isStale(): boolean {
    return this.#exchangesOnSocket > 0 && this.#socket?.bytesRead === this.#bytesReceived
  }

  /** Ends the connection, as soon as nothing is in flight on it. */
  retire(): void {
    this.#isRetired = true
    if (this.#exchange !== undefined) return
    this.#siblings.all.delete(this)
    void this.#client.destroy()
  }

  /** Ends the connection and the exchange on it, with this error. */
  async destroy(error: Error): Promise<void> {
    this.#siblings.all.delete(this)
    this.#socket?.destroy()
    await this.#client.destroy(error)
  }

  async close(): Promise<void> {
    this.#exchange?.interrupt()
    await this.#client.destroy()
    this.#socket?.destroy()
  }

  #forgetSocket(): void {
    this.#socket = undefined
    this.#connect = undefined
    this.#exchangesOnSocket = 0
    this.#bytesSent = 0
    this.#bytesReceived = 0
  }
}

const clientOptions: Client.Options = {
  pipelining: 1,
  allowH2: false,
  // The exchange's own deadline is the only time limit.
  headersTimeout: 0,
  bodyTimeout: 0,
  // A user keeps an idle connection until the server closes it, or shortly before the moment that the server has named.
  keepAliveTimeout: 600_000,
  keepAliveTimeoutThreshold: 500,
  maxHeaderSize: MAX_HEAD,
}

function toDispatchOptions({ path, method, headers, body }: PreparedRequest, keepAlive: boolean): Dispatcher.DispatchOptions {
  return {
    path,
    method: method as Dispatcher.HttpMethod,
    headers: Object.entries(headers).flat(),
    body: body ?? null,
    // Left to itself, undici closes the connection after a HEAD and after a GET with a body.
    reset: !keepAlive,
  }
}
