import { KeptBody } from '../kept-body.ts'
import { RequestError } from '../request-error.ts'
import type { PreparedRequest, Receiver } from '../transport.ts'
import type { EncodedRequest } from './encode-request.ts'
import type { ResponseHead } from './response-head.ts'
import { WireExchange } from './wire-exchange.ts'

/**
 * The exchange that a connection carries: one object for all of them, one after the other. So a request makes its result, and no
 * promise, closure, timer or list of headers. A moment that has not come is 0: a field that is a number at all times is
 * overwritten in its place.
 */
export class PendingExchange {
  asked = 0
  sent = 0
  firstByte = 0
  /** Milliseconds; only where a socket was opened for it. */
  connect: number | undefined
  received = 0
  body: KeptBody | undefined
  #length = 0
  #receiver: Receiver | undefined

  /** Whether somebody waits for its end. */
  get isPending(): boolean {
    return this.#receiver !== undefined
  }

  begin(asked: number, receiver: Receiver): void {
    this.#receiver = receiver
    this.asked = asked
    this.sent = 0
    this.firstByte = 0
    this.connect = undefined
    this.received = 0
  }

  /** The request is written now. */
  send(now: number, { maxBody }: PreparedRequest, { length }: EncodedRequest): void {
    this.sent = now
    this.#length = length
    this.body = maxBody > 0 ? new KeptBody(maxBody) : undefined
  }

  /** It ended with a response, whose last octet came at `end`. The receiver may begin the next exchange before this returns. */
  resolve(head: ResponseHead, end: number): void {
    const { asked, sent, firstByte, connect, received } = this
    const exchange = new WireExchange(head, this.body?.bytes, asked, sent, firstByte, end, connect, this.#length, received)
    const receiver = this.#receiver
    this.#clear()
    receiver?.respond(exchange)
  }

  reject(category: RequestError['category'], message: string, options: ErrorOptions): void {
    const { asked, sent, firstByte, connect, received } = this
    const times = {
      asked,
      sent: sent === 0 ? undefined : sent,
      firstByte: firstByte === 0 ? undefined : firstByte,
      end: performance.now(),
      connect,
      bytesSent: sent === 0 ? 0 : this.#length,
      bytesReceived: received,
    }
    const receiver = this.#receiver
    this.#clear()
    const error = new RequestError(category, message, times, options)
    // It may have failed while it was being asked for.
    queueMicrotask(() => receiver?.fail(error))
  }

  #clear(): void {
    this.#receiver = undefined
    this.body = undefined
    this.sent = 0
  }
}
