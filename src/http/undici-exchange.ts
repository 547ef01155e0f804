import type { Dispatcher } from 'undici'
import { classify } from './classify.ts'
import { describeTimeOut, endOfRun } from './cut-off.ts'
import { Deadline, type Deadlines, type Expiring } from './deadlines.ts'
import { KeptBody } from './kept-body.ts'
import { idempotentMethods } from './method.ts'
import { RequestError } from './request-error.ts'
import { mayResend } from './resend.ts'
import type { Exchange, PreparedRequest } from './transport.ts'

/** The connection, as far as an exchange on it can see. */
export interface Carrier {
  /** Such as `127.0.0.1:3000`. */
  readonly target: string
  readonly deadlines: Deadlines
  /** The socket had served before, and nothing has come from it since. */
  readonly isStale: boolean
  dispatch(exchange: UndiciExchange): void
  /** Lets the connection go, and says what the exchange has used of it. */
  release(): ConnectionUse
  /** Ends the connection, and with this error the request that waits for it. */
  destroy(error: Error): void
}

export interface ConnectionUse {
  /** Milliseconds; only where it was opened for this exchange. */
  readonly connect: number | undefined
  readonly bytesSent: number
  readonly bytesReceived: number
}

interface Reason {
  readonly category: RequestError['category']
  readonly message: string
}

/**
 * One request's way through undici. It is handler, deadline and promise in one object: no closure, timer or signal for each request.
 * Measured with 50 users: 0.7 µs of CPU on top of the 13.3 µs that a bare `Client.dispatch` takes.
 */
export class UndiciExchange implements Dispatcher.DispatchHandler, Expiring {
  readonly request: PreparedRequest
  readonly #settlers = Promise.withResolvers<Exchange>()
  readonly #carrier: Carrier
  readonly #asked: number
  readonly #deadline = new Deadline(this)
  readonly #body: KeptBody | undefined
  #state: 'queued' | 'sent' | 'resending' | 'ended' = 'queued'
  #controller: Dispatcher.DispatchController | undefined
  #cut: Reason | undefined
  #sent: number | undefined
  #firstByte: number | undefined
  #status = 0
  #headers: Exchange['headers'] = {}

  constructor(request: PreparedRequest, carrier: Carrier) {
    this.request = request
    this.#carrier = carrier
    this.#body = request.maxBody > 0 ? new KeptBody(request.maxBody) : undefined
    this.#asked = performance.now()
    carrier.deadlines.start(this.#deadline, request.timeout, this.#asked)
  }

  get promise(): Promise<Exchange> {
    return this.#settlers.promise
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    this.#state = 'sent'
    this.#sent = performance.now()
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: Exchange['headers']): void {
    if (status < 200) return
    this.#firstByte = performance.now()
    this.#status = status
    this.#headers = headers
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Uint8Array): void {
    this.#body?.add(chunk)
  }

  onResponseEnd(): void {
    const end = performance.now()
    const body = this.#body?.bytes
    const { connect, bytesSent, bytesReceived } = this.#end()
    this.#settlers.resolve({
      status: this.#status,
      headers: this.#headers,
      body,
      asked: this.#asked,
      sent: this.#sent as number,
      firstByte: this.#firstByte as number,
      end,
      connect,
      bytesSent,
      bytesReceived,
    })
  }

  onResponseError(_: Dispatcher.DispatchController | null, error: Error): void {
    if (this.#state === 'ended') return
    if (this.#cut !== undefined) this.#fail(this.#cut)
    else if (mayResend(error, this.#carrier.isStale, idempotentMethods.has(this.request.method), this.#sent)) this.#resend()
    else this.#fail(classify(error, this.#carrier.target), error)
  }

  expire(): void {
    const { target } = this.#carrier
    const isSent = this.#sent !== undefined
    this.#cutOff('timeout', describeTimeOut(target, this.request.timeout, isSent, this.#firstByte !== undefined))
  }

  /** The run is over. */
  interrupt(): void {
    this.#cutOff('interrupted', endOfRun)
  }

  #cutOff(category: Reason['category'], message: string): void {
    this.#cut = { category, message }
    // Both call `onResponseError` at once, for a request that undici has.
    if (this.#state === 'sent') this.#controller?.abort(cutError)
    else this.#carrier.destroy(cutError)
    if (this.#state !== 'ended') this.#fail(this.#cut)
  }

  #resend(): void {
    this.#state = 'resending'
    this.#sent = undefined
    // undici is still busy with taking leave of the socket.
    queueMicrotask(() => {
      if (this.#state !== 'resending') return
      this.#state = 'queued'
      this.#carrier.dispatch(this)
    })
  }

  #fail({ category, message }: Reason, cause?: Error): void {
    const end = performance.now()
    const times = { asked: this.#asked, sent: this.#sent, firstByte: this.#firstByte, end, ...this.#end() }
    this.#settlers.reject(new RequestError(category, message, times, cause === undefined ? {} : { cause }))
  }

  #end(): ConnectionUse {
    this.#state = 'ended'
    this.#deadline.remove()
    return this.#carrier.release()
  }
}

const cutError = new Error('The exchange was cut')
