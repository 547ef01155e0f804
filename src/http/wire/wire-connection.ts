import type { Socket } from 'node:net'
import { classify } from '../classify.ts'
import { describeTimeOut, endOfRun } from '../cut-off.ts'
import type { Deadline, Expiring } from '../deadlines.ts'
import { KeptBody } from '../kept-body.ts'
import { openSocket } from '../open-socket.ts'
import { RequestError } from '../request-error.ts'
import { mayResend } from '../resend.ts'
import type { Exchange, PreparedRequest } from '../transport.ts'
import type { ConnectionSettings } from '../transport-options.ts'
import { type EncodedRequest, encodeRequest } from './encode-request.ts'
import { ResponseError } from './response-error.ts'
import { ResponseParser } from './response-parser.ts'
import { WireExchange } from './wire-exchange.ts'

/** One user's connections to one origin. */
export interface Siblings {
  /** A stack: what was used last is used next, so that what is not needed goes idle. */
  readonly idle: WireConnection[]
  readonly all: Set<WireConnection>
}

/**
 * One socket and one exchange at a time. A new socket is opened when the old one was closed.
 *
 * The exchange in flight has no object of its own: its moments are fields here, and the owner of its deadline is this. So a request
 * makes a promise, a deadline and its result, and no closure, timer or list of headers. A moment that has not come is 0: a field that is
 * a number at all times is overwritten in its place.
 */
export class WireConnection implements Expiring {
  /** Such as `127.0.0.1:3000`. */
  readonly #target: string
  readonly #url: URL
  readonly #settings: ConnectionSettings
  readonly #siblings: Siblings
  readonly #parser = new ResponseParser()

  #socket: Socket | undefined
  #isOpen = false
  /** The socket is closed when the exchange on it ends. */
  #isRetired = false
  /** Exchanges that ended well on this socket. */
  #served = 0
  #idleSince = 0
  #idleUntil = Number.POSITIVE_INFINITY

  #encoded: EncodedRequest | undefined
  #resolve: ((exchange: Exchange) => void) | undefined
  #reject: ((error: RequestError) => void) | undefined
  #deadline: Deadline | undefined
  #body: KeptBody | undefined
  #asked = 0
  #sent = 0
  #firstByte = 0
  #connect: number | undefined
  #received = 0
  /** It is sent when the loop has looked at the socket. */
  #isHeldBack = false

  constructor(origin: string, settings: ConnectionSettings, siblings: Siblings) {
    this.#url = new URL(origin)
    this.#target = `${this.#url.hostname}:${this.#url.port || (this.#url.protocol === 'https:' ? 443 : 80)}`
    this.#settings = settings
    this.#siblings = siblings
    siblings.all.add(this)
  }

  exchange(request: PreparedRequest): Promise<Exchange> {
    const asked = performance.now()
    const promise = new Promise<Exchange>(keepSettlers)
    this.#resolve = resolveOfLast
    this.#reject = rejectOfLast
    this.#asked = asked
    this.#received = 0
    this.#deadline = this.#settings.deadlines.add(request.timeout, this, asked)
    if (this.#encoded?.request === request || this.#encode(request)) this.#start(asked)
    return promise
  }

  expire(): void {
    const { timeout } = (this.#encoded as EncodedRequest).request
    this.#cut('timeout', describeTimeOut(this.#target, timeout, this.#sent > 0, this.#firstByte > 0))
  }

  /** Closes the socket, as soon as nothing is in flight on it. */
  retire(): void {
    if (this.#resolve === undefined) this.#dropSocket()
    else this.#isRetired = true
  }

  /** Cuts what is in flight: the run is over. */
  close(): void {
    if (this.#resolve === undefined) this.#dropSocket()
    else this.#cut('interrupted', endOfRun)
  }

  #encode(request: PreparedRequest): boolean {
    try {
      this.#encoded = encodeRequest(request, this.#settings.keepAlive)
      return true
    } catch (error) {
      this.#fail(error as Error)
      return false
    }
  }

  #start(asked: number): void {
    if (!this.#isOpen || asked > this.#idleUntil) this.#open()
    // A socket that was left alone for a while may have been closed, which the loop has not seen yet. What may be repeated is sent again
    // in that case. For all else the loop is let look first, which takes one turn.
    else if (!(this.#encoded as EncodedRequest).isIdempotent && asked - this.#idleSince > LONGEST_TURN) this.#holdBack()
    else this.#send(asked)
  }

  #open(): void {
    this.#dropSocket()
    try {
      const socket = openSocket(
        this.#url,
        this.#settings,
        (error, opened, connect) => {
          if (error === undefined && opened === this.#socket) this.#opened(opened, connect)
        },
        (octets, length) => {
          if (socket === this.#socket) this.#receive(octets, length)
        },
      )
      this.#socket = socket
      socket.on('error', (error) => this.#lose(socket, error))
      socket.on('end', () => this.#lose(socket, cutOff))
      socket.on('close', () => this.#lose(socket, cutOff))
    } catch (error) {
      this.#fail(error as Error)
    }
  }

  #opened(socket: Socket, connect: number): void {
    // The deadline of an exchange keeps the process alive; an idle connection doesn't.
    socket.unref()
    this.#isOpen = true
    this.#connect = connect
    this.#send(performance.now())
  }

  #holdBack(): void {
    this.#isHeldBack = true
    setImmediate(() => {
      if (this.#isHeldBack) this.#send(performance.now())
    })
  }

  #send(now: number): void {
    const { request, start, rest, isToHead, memo } = this.#encoded as EncodedRequest
    const socket = this.#socket as Socket
    this.#isHeldBack = false
    this.#sent = now
    this.#body = request.maxBody > 0 ? new KeptBody(request.maxBody) : undefined
    this.#parser.reset(isToHead, this.#body, memo)
    if (rest === undefined) {
      socket.write(start, 'latin1')
      return
    }
    socket.cork()
    socket.write(start, 'latin1')
    socket.write(rest)
    socket.uncork()
  }

  #receive(octets: Buffer, length: number): void {
    // Nobody has asked for that, so nobody can tell what it is.
    if (this.#sent === 0) {
      this.#lose(this.#socket as Socket, cutOff)
      return
    }

    const now = performance.now()
    const parser = this.#parser
    const informational = parser.informational
    if (this.#firstByte === 0) this.#firstByte = now
    this.#received += length
    let used: number
    try {
      used = parser.read(octets, 0, length)
    } catch (error) {
      this.#fail(error as Error)
      return
    }
    if (parser.isComplete) this.#complete(now, parser.keepsAlive && used === length)
    else if (parser.informational !== informational) this.#firstByte = parser.hasBegun ? now : 0
  }

  #complete(now: number, keepsAlive: boolean): void {
    const { head } = this.#parser
    const { length } = this.#encoded as EncodedRequest
    if (head === undefined) return
    const exchange = new WireExchange(
      head,
      this.#body?.bytes,
      this.#asked,
      this.#sent,
      this.#firstByte,
      now,
      this.#connect,
      length,
      this.#received,
    )
    // A server may answer before it has read the whole request, and what is left of that is then no request.
    const mayReuse = keepsAlive && !this.#isRetired && this.#settings.keepAlive && this.#socket?.writableLength === 0
    if (mayReuse) this.#rest(now, head.keepAliveTimeout)
    else this.#dropSocket()
    const resolve = this.#resolve
    this.#end()
    resolve?.(exchange)
  }

  #rest(now: number, keepAliveTimeout: number | undefined): void {
    this.#served += 1
    this.#idleSince = now
    // Given up a little before the server does, as a request takes a moment to get there.
    this.#idleUntil = keepAliveTimeout === undefined ? Number.POSITIVE_INFINITY : now + keepAliveTimeout - KEEP_ALIVE_MARGIN
  }

  /** The socket is of no more use, with an exchange on it or without. */
  #lose(socket: Socket, error: Error): void {
    if (socket !== this.#socket) return
    const isStale = this.#served > 0 && this.#received === 0
    this.#dropSocket()
    if (this.#resolve === undefined) return

    const { isIdempotent } = this.#encoded as EncodedRequest
    const sent = this.#sent === 0 ? undefined : this.#sent
    if (sent !== undefined && error === cutOff && this.#parser.finish()) this.#complete(performance.now(), false)
    else if (mayResend(error, isStale, isIdempotent, sent)) this.#resend()
    else this.#fail(error)
  }

  #resend(): void {
    this.#sent = 0
    this.#isHeldBack = false
    this.#open()
  }

  #fail(error: Error): void {
    const { category, message } = classify(error, this.#target)
    this.#settle(category, message, { cause: error })
  }

  #cut(category: 'timeout' | 'interrupted', message: string): void {
    this.#settle(category, message, {})
  }

  #settle(category: RequestError['category'], message: string, options: ErrorOptions): void {
    const isSent = this.#sent > 0
    const times = {
      asked: this.#asked,
      sent: isSent ? this.#sent : undefined,
      firstByte: this.#firstByte > 0 ? this.#firstByte : undefined,
      end: performance.now(),
      connect: this.#connect,
      bytesSent: isSent ? (this.#encoded?.length ?? 0) : 0,
      bytesReceived: this.#received,
    }
    this.#dropSocket()
    const reject = this.#reject
    this.#end()
    reject?.(new RequestError(category, message, times, options))
  }

  #end(): void {
    this.#deadline?.remove()
    this.#deadline = undefined
    this.#resolve = undefined
    this.#reject = undefined
    this.#body = undefined
    this.#connect = undefined
    this.#sent = 0
    this.#firstByte = 0
    this.#isHeldBack = false
    // One whose socket is open is taken before this one, if this has none.
    if (this.#socket === undefined) this.#siblings.idle.unshift(this)
    else this.#siblings.idle.push(this)
  }

  #dropSocket(): void {
    const socket = this.#socket
    this.#socket = undefined
    this.#isOpen = false
    this.#isRetired = false
    this.#served = 0
    this.#idleUntil = Number.POSITIVE_INFINITY
    socket?.destroy()
  }
}

/** Milliseconds. */
const LONGEST_TURN = 1
/** Milliseconds. */
const KEEP_ALIVE_MARGIN = 500

const cutOff = new ResponseError('cut-off', 'other side closed')

// A promise runs its executor at once, so one function serves all of them: a closure for each request was measured to take 0.1 µs.
let resolveOfLast: ((exchange: Exchange) => void) | undefined
let rejectOfLast: ((error: RequestError) => void) | undefined

function keepSettlers(resolve: (exchange: Exchange) => void, reject: (error: RequestError) => void): void {
  resolveOfLast = resolve
  rejectOfLast = reject
}
