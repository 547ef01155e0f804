import { messageOf } from '../core/errors.ts'
import { maskUserInfo } from '../core/mask-user-info.ts'
import type { Failure, RequestSample } from '../metrics/sample.ts'
import { isHostNotAllowed } from './classify.ts'
import { expectsStatus, judge } from './expect.ts'
import { createHttp, type Http } from './http.ts'
import { followRedirect } from './redirect.ts'
import { createReply, type Reply } from './reply.ts'
import type { ParsedRequest } from './request.ts'
import type { RequestDefaults } from './request-defaults.ts'
import { RequestError } from './request-error.ts'
import { toSample } from './request-sample.ts'
import type { Exchange, Transport } from './transport.ts'

/** Where the samples of an iteration go: one of every request, and each redirect is one. */
export interface SampleSink {
  request(sample: RequestSample): void
}

export interface ClientOptions {
  readonly transport: Transport
  /** For the requests of `http`. */
  readonly defaults: RequestDefaults
  /** The run's time 0 on the scale of `performance.now()`. */
  readonly zero: number
  /** Asked before every request: `undefined` for an origin that is known to answer, else a promise that rejects if it doesn't. */
  readonly reachable?: (origin: string) => Promise<void> | undefined
}

/** What one user sends through: it follows redirects, judges responses and measures. */
export interface Client {
  /** For functions of a scenario. */
  readonly http: Http
  /**
   * For declared requests: whether it succeeded. Rejects only with what has to end the run, a `HostNotAllowedError` or what `reachable`
   * rejects with.
   */
  send(request: ParsedRequest): Promise<boolean>
  /** Rejects with a `RequestError` where there is no response, and with what has to end the run; never because of a status. */
  request(request: ParsedRequest): Promise<Reply>
  /**
   * Begins an iteration: sets the two counts to 0, and says where the samples of the requests go that are asked for from now on, also
   * when they end after it. `due` is when the first of them should have begun, on the scale of `performance.now()`: in the open model
   * it is measured from there.
   */
  begin(sink: SampleSink, due?: number): void
  /** Cuts what is in flight, as interrupted, and closes all connections. What is asked for later never settles. */
  close(): Promise<void>
  /** Requests that were asked for, redirects not counted. */
  readonly requests: number
  /** Requests that got no response; not those that were interrupted. */
  readonly transportErrors: number
  /** Requests since `begin` that are over, redirects counted; some may have been asked for before it. */
  readonly settled: number
}

export function createClient(options: ClientOptions): Client {
  return new MeasuringClient(options)
}

interface Answer {
  /** The last one, if redirects were followed. */
  readonly request: ParsedRequest
  readonly exchange: Exchange
  readonly failure: Failure | undefined
}

class MeasuringClient implements Client {
  readonly http: Http
  requests = 0
  transportErrors = 0
  settled = 0
  #isClosed = false
  readonly #options: ClientOptions
  #sink: SampleSink = nowhere
  #due: number | undefined

  constructor(options: ClientOptions) {
    this.#options = options
    this.http = createHttp(this, options.defaults)
  }

  begin(sink: SampleSink, due?: number): void {
    this.#sink = sink
    this.#due = due
    this.requests = 0
    this.transportErrors = 0
    this.settled = 0
  }

  close(): Promise<void> {
    this.#isClosed = true
    return this.#options.transport.close()
  }

  async send(request: ParsedRequest): Promise<boolean> {
    try {
      const { failure } = await this.#follow(request)
      return failure === undefined
    } catch (error) {
      if (error instanceof RequestError) return false
      throw error
    }
  }

  async request(request: ParsedRequest): Promise<Reply> {
    const { request: last, exchange } = await this.#follow(request)
    return createReply(last.endpoint, last.prepared, exchange)
  }

  async #follow(first: ParsedRequest): Promise<Answer> {
    const { transport, reachable } = this.#options
    // Whoever still asks was left behind: a rejection could send it round and round without a turn of the event loop.
    if (this.#isClosed) return new Promise(() => {})
    const sink = this.#sink
    let due = this.#due
    this.#due = undefined
    this.requests += 1

    for (let request = first, hop = 1; ; hop += 1) {
      const pending = reachable?.(request.prepared.origin)
      if (pending !== undefined) await pending

      let exchange: Exchange
      try {
        exchange = await transport.exchange(request.prepared)
      } catch (error) {
        throw this.#recordError(sink, request, error, due)
      }

      const isWanted = first.redirects === 0 || expectsStatus(first.expect, exchange.status)
      const next = isWanted ? undefined : followRedirect(first, request, exchange, hop)
      if (next === undefined) {
        const failure = judge(request.expect, request.endpoint, request.prepared, exchange)
        this.#record(sink, request, exchange, due, failure)
        return { request, exchange, failure }
      }
      if (hop > first.redirects) throw this.#recordLoop(sink, first, request, exchange, due)
      this.#record(sink, request, exchange, due, undefined)
      request = next
      due = undefined
    }
  }

  #record(
    sink: SampleSink,
    { endpoint }: ParsedRequest,
    exchange: Exchange,
    due: number | undefined,
    failure: Failure | undefined,
  ): void {
    const outcome = failure === undefined ? 'succeeded' : 'failed'
    this.settled += 1
    sink.request(toSample(endpoint, outcome, exchange, due, this.#options.zero, failure))
  }

  /** Returns what the caller is to be rejected with. */
  #recordError(sink: SampleSink, { endpoint }: ParsedRequest, error: unknown, due: number | undefined): unknown {
    if (isHostNotAllowed(error)) return error.cause
    if (!(error instanceof RequestError)) return error

    const { zero } = this.#options
    this.settled += 1
    const { category, message, cause, times } = error
    if (category === 'interrupted') {
      sink.request(toSample(endpoint, 'interrupted', times, due, zero, undefined))
      return error
    }
    this.transportErrors += 1
    const failure: Failure = { category, message, ...(cause === undefined ? {} : { detail: messageOf(cause) }) }
    sink.request(toSample(endpoint, 'failed', times, due, zero, failure))
    return error
  }

  #recordLoop(
    sink: SampleSink,
    first: ParsedRequest,
    last: ParsedRequest,
    exchange: Exchange,
    due: number | undefined,
  ): RequestError {
    const message = `more than ${first.redirects} redirects`
    this.#record(sink, last, exchange, due, {
      category: 'protocol',
      message,
      detail: `the next is to ${maskUserInfo(String(exchange.headers.location))}`,
    })
    return new RequestError('protocol', message, exchange)
  }
}

const nowhere: SampleSink = { request() {} }
