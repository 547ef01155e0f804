import { messageOf } from '../core/errors.ts'
import { maskUserInfo } from '../core/mask-user-info.ts'
import type { Failure, RequestSample } from '../metrics/sample.ts'
import type { Attempts } from './attempts.ts'
import { isHostNotAllowed } from './classify.ts'
import type { ParsedRequest } from './request.ts'
import { RequestError } from './request-error.ts'
import { toSample } from './request-sample.ts'
import type { Exchange, ExchangeTimes } from './transport.ts'

/** Where the samples of an iteration go: one of every request, and each redirect and each attempt is one. */
export interface SampleSink {
  request(sample: RequestSample): void
}

/** What a client counts, and the time its samples are on. */
export interface Account {
  settled: number
  transportErrors: number
  /** The run's time 0. */
  readonly zero: number
}

/** The course of one request, with its redirects and attempts: all of its samples go to one place, whatever begins meanwhile. */
export class Course {
  readonly #account: Account
  readonly #sink: SampleSink
  readonly #attempts: Pick<Attempts, 'wait' | 'fail'>
  /** Milliseconds by which the first of them is late. */
  #lag: number

  constructor(account: Account, sink: SampleSink, lag: number, attempts: Pick<Attempts, 'wait' | 'fail'>) {
    this.#account = account
    this.#sink = sink
    this.#lag = lag
    this.#attempts = attempts
  }

  /** A response came, after which another request follows. */
  redirect({ endpoint }: ParsedRequest, exchange: Exchange): void {
    this.#emit(endpoint, 'succeeded', exchange, undefined)
  }

  /** A response came, the last one of this attempt. */
  respond({ endpoint }: ParsedRequest, exchange: Exchange, failure: Failure | undefined): void {
    if (failure === undefined) this.#emit(endpoint, 'succeeded', exchange, undefined)
    else this.#emit(endpoint, 'failed', exchange, this.#attempts.fail(failure, exchange))
    this.#settle()
  }

  /** There was no response. Returns what the caller is to be rejected with. */
  fail({ endpoint }: ParsedRequest, error: unknown): unknown {
    if (isHostNotAllowed(error)) return error.cause
    if (!(error instanceof RequestError)) return error

    const { category, message, cause, times } = error
    if (category === 'interrupted') {
      this.#emit(endpoint, 'interrupted', times, undefined)
      this.#settle()
      return error
    }
    const failure: Failure = { category, message, ...(cause === undefined ? {} : { detail: messageOf(cause) }) }
    this.#emit(endpoint, 'failed', times, this.#attempts.fail(failure))
    if (this.#attempts.wait === undefined) this.#account.transportErrors += 1
    this.#settle()
    return error
  }

  /** The response asks for one redirect too many. Returns what the caller is to be rejected with. */
  failLoop(first: ParsedRequest, last: ParsedRequest, exchange: Exchange): RequestError {
    const message = `more than ${first.redirects} redirects`
    const detail = `the next is to ${maskUserInfo(String(exchange.headers.location))}`
    this.respond(last, exchange, { category: 'protocol', message, detail })
    return new RequestError('protocol', message, exchange)
  }

  /** The request is over, unless it is sent again. */
  #settle(): void {
    if (this.#attempts.wait === undefined) this.#account.settled += 1
  }

  /** Only the first sample of a request is late: redirects and further attempts have clocks of their own. */
  #emit(endpoint: string, outcome: RequestSample['outcome'], times: ExchangeTimes, failure: Failure | undefined): void {
    this.#sink.request(toSample(endpoint, outcome, times, this.#lag, this.#account.zero, failure))
    this.#lag = 0
  }
}
