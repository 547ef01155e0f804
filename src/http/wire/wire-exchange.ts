import type { Exchange } from '../transport.ts'
import { type ResponseHead, readHeaders } from './response-head.ts'

/** One response. Most of them are never asked for their headers, so those are read when they are. */
export class WireExchange implements Exchange {
  readonly status: number
  readonly body: Uint8Array | undefined
  readonly asked: number
  readonly sent: number
  readonly firstByte: number
  readonly end: number
  readonly connect: number | undefined
  readonly bytesSent: number
  readonly bytesReceived: number
  readonly #head: ResponseHead
  #headers: Exchange['headers'] | undefined

  constructor(
    head: ResponseHead,
    body: Uint8Array | undefined,
    asked: number,
    sent: number,
    firstByte: number,
    end: number,
    connect: number | undefined,
    bytesSent: number,
    bytesReceived: number,
  ) {
    this.status = head.status
    this.body = body
    this.asked = asked
    this.sent = sent
    this.firstByte = firstByte
    this.end = end
    this.connect = connect
    this.bytesSent = bytesSent
    this.bytesReceived = bytesReceived
    this.#head = head
  }

  get headers(): Exchange['headers'] {
    this.#headers ??= readHeaders(this.#head)
    return this.#headers
  }
}
