import type { KeptBody } from '../kept-body.ts'
import { ChunkScanner } from './chunk-scanner.ts'
import type { HeadMemo } from './head-memo.ts'
import { HeadScanner } from './head-scanner.ts'
import { ResponseError } from './response-error.ts'
import { MAX_HEAD, type ResponseHead } from './response-head.ts'

/**
 * Reads one response after the other from the octets of a connection, in whatever pieces they come. It throws a `ResponseError` for what is
 * not HTTP/1.1 to the letter ({@link HeadScanner}, {@link ChunkScanner}); after that, it can only be reset.
 *
 * What says how long a body is (RFC 9112 §6.3): nothing has one in answer to HEAD, and with status 1xx, 204 and 304; else it is
 * chunked, or has its content-length, or goes on until the connection ends. Responses of status 1xx are read over, but 101 is refused,
 * as no upgrade was asked for.
 */
export class ResponseParser {
  /** Of the response itself, not of one of status 1xx before it. */
  head: ResponseHead | undefined
  isComplete = false
  /** Whether the connection may carry another exchange after this response. */
  keepsAlive = false
  /** Responses of status 1xx that came before. */
  informational = 0
  /** Whether something of the response has come; those of status 1xx don't count. */
  hasBegun = false
  /** Of a head that has not come whole. */
  #scanner: HeadScanner | undefined
  /** Made for the first chunked body. */
  #chunks: ChunkScanner | undefined
  #phase = HEAD
  #left = 0
  /** What has come of a head that is not complete. */
  #carry: Buffer | undefined
  #carried = 0
  #isToHead = false
  #body: KeptBody | undefined
  #memo: HeadMemo | undefined

  /** Begins with the response to the next request; `body` takes its body. */
  reset(isToHead: boolean, body?: KeptBody, memo?: HeadMemo): void {
    this.head = undefined
    this.isComplete = false
    this.informational = 0
    this.hasBegun = false
    this.#phase = HEAD
    // The response before may have been given up in the middle of its head.
    this.#carry = undefined
    this.#scanner = undefined
    this.#isToHead = isToHead
    this.#body = body
    this.#memo = memo
  }

  /** Goes on with the octets from `from` to `end`, and returns where it stopped: at `end`, or after the response's last octet. */
  read(octets: Buffer, from: number, end: number): number {
    let at = from
    while (this.#phase === HEAD && at < end) at = this.#readHead(octets, at, end)
    switch (this.#phase) {
      case SIZED:
        return this.#readSized(octets, at, end)
      case CHUNKED:
        return this.#readChunks(this.#chunks as ChunkScanner, octets, at, end)
      case UNTIL_END:
        this.#body?.addCopy(octets, at, end)
        return end
    }
    return at
  }

  /** The connection has ended: whether that completes the response. */
  finish(): boolean {
    if (this.#phase === UNTIL_END) this.#end()
    return this.isComplete
  }

  #readHead(octets: Buffer, from: number, end: number): number {
    this.hasBegun = true
    if (this.#carry !== undefined) return this.#readOn(this.#carry, octets, from, end)

    const known = this.#memo?.match(octets, from, end)
    if (known !== undefined) {
      this.#begin(known)
      return from + known.text.length
    }
    // Most heads come whole, and need a scanner no longer than this takes: so one serves all connections.
    const scanner = spare
    scanner.reset(from)
    const head = scanner.scan(octets, end)
    if (head !== undefined) {
      if (head.status >= 200) this.#memo?.keep(head, octets, from)
      this.#begin(head)
      return scanner.end
    }
    spare = new HeadScanner()
    this.#scanner = scanner
    this.#carry = Buffer.allocUnsafe(MAX_HEAD)
    this.#carried = octets.copy(this.#carry, 0, from, end)
    scanner.shift(from)
    return end
  }

  #readOn(carry: Buffer, octets: Buffer, from: number, end: number): number {
    const scanner = this.#scanner as HeadScanner
    const before = this.#carried
    this.#carried += octets.copy(carry, before, from, end)
    const head = scanner.scan(carry, this.#carried)
    if (head === undefined) return end
    this.#carry = undefined
    this.#scanner = undefined
    this.#begin(head)
    return from + scanner.end - before
  }

  #begin(head: ResponseHead): void {
    const { status, contentLength, isChunked } = head
    if (status < 200) {
      if (status === 101) throw new ResponseError('unexpected', 'bad upgrade')
      this.informational += 1
      this.hasBegun = false
      return
    }
    this.head = head
    this.keepsAlive = head.keepsAlive
    if (this.#isToHead) this.#end()
    else if (status === 204 || status === 304) {
      // If such a response comes with a body all the same, it must not be taken for the next response.
      if (isChunked || (contentLength ?? 0) > 0) this.keepsAlive = false
      this.#end()
    } else if (isChunked) {
      this.#chunks ??= new ChunkScanner()
      this.#chunks.reset()
      this.#phase = CHUNKED
    } else if (contentLength === undefined) {
      this.keepsAlive = false
      this.#phase = UNTIL_END
    } else if (contentLength === 0) this.#end()
    else {
      this.#left = contentLength
      this.#phase = SIZED
    }
  }

  #readSized(octets: Buffer, from: number, end: number): number {
    const stop = Math.min(end, from + this.#left)
    this.#body?.addCopy(octets, from, stop)
    this.#left -= stop - from
    if (this.#left === 0) this.#end()
    return stop
  }

  #readChunks(chunks: ChunkScanner, octets: Buffer, from: number, end: number): number {
    const stop = chunks.read(octets, from, end, this.#body)
    if (chunks.isComplete) this.#end()
    return stop
  }

  #end(): void {
    this.#phase = ENDED
    // A user who rests must not keep what it was answered.
    this.#body = undefined
    this.isComplete = true
  }
}

let spare = new HeadScanner()

const HEAD = 0
const SIZED = 1
const CHUNKED = 2
const UNTIL_END = 3
const ENDED = 4
