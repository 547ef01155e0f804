import type { Socket } from 'node:net'
import { classify } from '../classify.ts'
import { describeTimeOut, endOfRun } from '../cut-off.ts'
import { Deadline, type Expiring } from '../deadlines.ts'
import { openSocket } from '../open-socket.ts'
import { type Place, placeOf } from '../place.ts'
import type { RequestError } from '../request-error.ts'
import { mayResend } from '../resend.ts'
import type { PreparedRequest, Receiver } from '../transport.ts'
import type { ConnectionSettings } from '../transport-options.ts'
import { type EncodedRequest, encodeRequest } from './encode-request.ts'
import { outbox, type Sender } from './outbox.ts'
import { PendingExchange } from './pending-exchange.ts'
import { ResponseError } from './response-error.ts'
import type { ResponseHead } from './response-head.ts'
import { ResponseParser } from './response-parser.ts'
import type { Siblings } from './siblings.ts'

/** One socket and one exchange at a time. A new socket is opened when the old one was closed. */
export class WireConnection implements Expiring, Sender {
  /** The next of its idle siblings. */
  below: WireConnection | undefined
  readonly #place: Place
  readonly #settings: ConnectionSettings
  readonly #siblings: Siblings<WireConnection>
  readonly #parser = new ResponseParser()
  readonly #exchange = new PendingExchange()
  readonly #deadline = new Deadline(this)
  #encoded: EncodedRequest | undefined
  /** The exchange is still to be sent on an open socket: with others, or when the loop has looked at the socket. */
  #isWaiting = false

  #socket: Socket | undefined
  #isOpen = false
  /** It is closed when the exchange on it ends. */
  #isRetired = false
  /** It has carried an exchange. */
  #hasServed = false
  #idleSince = 0
  #idleUntil = Number.POSITIVE_INFINITY

  constructor(settings: ConnectionSettings, siblings: Siblings<WireConnection>) {
    this.#place = placeOf(siblings.origin)
    this.#settings = settings
    this.#siblings = siblings
    siblings.add(this)
  }

  exchange(request: PreparedRequest, receiver: Receiver): void {
    const asked = performance.now()
    outbox.begin()
    this.#exchange.begin(asked, receiver)
    this.#settings.deadlines.start(this.#deadline, request.timeout, asked)
    if (this.#encoded?.request === request || this.#encode(request)) this.#start(asked)
  }

  expire(): void {
    const { sent, firstByte } = this.#exchange
    const { timeout } = (this.#encoded as EncodedRequest).request
    this.#reject('timeout', describeTimeOut(this.#place.target, timeout, sent > 0, firstByte > 0))
  }

  send(now: number): void {
    if (this.#isWaiting) this.#write(now)
  }

  /** Closes the socket, as soon as nothing is in flight on it. */
  retire(): void {
    if (this.#exchange.isPending) this.#isRetired = true
    else this.#dropSocket()
  }

  /** Cuts what is in flight: the run is over. */
  close(): void {
    if (this.#exchange.isPending) this.#reject('interrupted', endOfRun)
    else this.#dropSocket()
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
    else {
      this.#isWaiting = true
      outbox.post(this, asked)
    }
  }

  #open(): void {
    this.#dropSocket()
    try {
      const socket: OwnedSocket = openSocket(
        this.#place.url,
        this.#settings,
        (error, opened, connect) => {
          if (error === undefined && opened === this.#socket) this.#opened(opened, connect)
        },
        (length, octets) => this.#receive(octets, length),
      )
      this.#socket = socket
      socket[owner] = this
      socket.on('error', loseBroken)
      socket.on('end', loseClosed)
      socket.on('close', loseClosed)
    } catch (error) {
      this.#fail(error as Error)
    }
  }

  #opened(socket: Socket, connect: number): void {
    // The deadline of an exchange keeps the process alive; an idle connection doesn't.
    socket.unref()
    this.#isOpen = true
    this.#exchange.connect = connect
    this.#write(performance.now())
  }

  #holdBack(): void {
    this.#isWaiting = true
    setImmediate(() => this.send(performance.now()))
  }

  #write(now: number): void {
    const encoded = this.#encoded as EncodedRequest
    const socket = this.#socket as Socket
    this.#isWaiting = false
    this.#exchange.send(now, encoded.request, encoded)
    this.#parser.reset(encoded.isToHead, this.#exchange.body, encoded.memo)
    if (encoded.rest === undefined) {
      socket.write(encoded.start)
      return
    }
    socket.cork()
    socket.write(encoded.start)
    socket.write(encoded.rest)
    socket.uncork()
  }

  #receive(octets: Buffer, length: number): true {
    const exchange = this.#exchange
    // Nobody has asked for that, so nobody can tell what it is.
    if (exchange.sent === 0) {
      this.lose(this.#socket as Socket, cutOff)
      return true
    }
    const now = performance.now()
    const parser = this.#parser
    const informational = parser.informational
    if (exchange.firstByte === 0) exchange.firstByte = now
    exchange.received += length
    let used: number
    try {
      used = parser.read(octets, 0, length)
    } catch (error) {
      this.#fail(error as Error)
      return true
    }
    if (parser.isComplete) this.#complete(now, parser.keepsAlive && used === length)
    else if (parser.informational !== informational) exchange.firstByte = parser.hasBegun ? now : 0
    return true
  }

  #complete(now: number, keepsAlive: boolean): void {
    const head = this.#parser.head as ResponseHead
    if (keepsAlive && !this.#isRetired && this.#settings.keepAlive && this.#isWritten())
      this.#keepSocket(now, head.keepAliveTimeout)
    else this.#dropSocket()
    this.#end()
    this.#exchange.resolve(head, now)
  }

  /**
   * Whether all of the request is written. A server may answer before it has read it all, and what is left of it is then no request. What is
   * short is always written at once, though a TLS socket says so only in a later turn, after the response.
   */
  #isWritten(): boolean {
    return (this.#encoded as EncodedRequest).length <= LONGEST_WRITE || this.#socket?.writableLength === 0
  }

  #keepSocket(now: number, keepAliveTimeout: number | undefined): void {
    this.#hasServed = true
    this.#idleSince = now
    // Given up a little before the server does, as a request takes a moment to get there.
    this.#idleUntil = keepAliveTimeout === undefined ? Number.POSITIVE_INFINITY : now + keepAliveTimeout - KEEP_ALIVE_MARGIN
  }

  /** The socket is of no more use, with an exchange on it or without. */
  lose(socket: Socket, error: Error): void {
    if (socket !== this.#socket) return
    const isStale = this.#hasServed && this.#exchange.received === 0
    this.#dropSocket()
    if (!this.#exchange.isPending) return

    const { isIdempotent } = this.#encoded as EncodedRequest
    const sent = this.#exchange.sent === 0 ? undefined : this.#exchange.sent
    if (sent !== undefined && error === cutOff && this.#parser.finish()) this.#complete(performance.now(), false)
    else if (mayResend(error, isStale, isIdempotent, sent)) this.#resend()
    else this.#fail(error)
  }

  #resend(): void {
    this.#exchange.sent = 0
    this.#isWaiting = false
    this.#open()
  }

  #fail(error: Error): void {
    const { category, message } = classify(error, this.#place.target)
    this.#reject(category, message, { cause: error })
  }

  #reject(category: RequestError['category'], message: string, options: ErrorOptions = {}): void {
    this.#dropSocket()
    this.#end()
    this.#exchange.reject(category, message, options)
  }

  #end(): void {
    outbox.end()
    this.#deadline.remove()
    this.#isWaiting = false
    if (this.#socket === undefined) this.#siblings.giveLast(this)
    else this.#siblings.give(this)
  }

  #dropSocket(): void {
    const socket = this.#socket
    this.#socket = undefined
    this.#isOpen = false
    this.#isRetired = false
    this.#hasServed = false
    this.#idleUntil = Number.POSITIVE_INFINITY
    socket?.destroy()
  }
}

/** A socket that knows whose it is, so that its listeners are the same functions for all: a closure for each took 0.2 KB a socket. */
interface OwnedSocket extends Socket {
  [owner]?: WireConnection
}

const owner = Symbol('owner')

function loseBroken(this: OwnedSocket, error: Error): void {
  this[owner]?.lose(this, error)
}

function loseClosed(this: OwnedSocket): void {
  this[owner]?.lose(this, cutOff)
}

/** Octets that find room in the buffer of a socket that has nothing else to send. */
const LONGEST_WRITE = 16_384
/** Milliseconds for which a socket that is left alone is taken to be as it was. */
const LONGEST_TURN = 1
/** Milliseconds. */
const KEEP_ALIVE_MARGIN = 500

const cutOff = new ResponseError('cut-off', 'other side closed')
