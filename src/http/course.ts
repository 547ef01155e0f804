import { messageOf } from '../core/errors.ts'
import { maskUserInfo } from '../core/mask-user-info.ts'
import type { Failure, RequestSample } from '../metrics/sample.ts'
import type { Attempts } from './attempts.ts'
import { isHostNotAllowed } from './classify.ts'
import type { Cookies } from './cookies.ts'
import { expectsStatus, judge } from './expect.ts'
import { followRedirect } from './redirect.ts'
import type { ParsedRequest } from './request.ts'
import type { Ending } from './request-ending.ts'
import { RequestError } from './request-error.ts'
import { toSample } from './request-sample.ts'
import type { Exchange, ExchangeTimes, Receiver, Transport } from './transport.ts'

/** Where the samples of an iteration go: one of every request, and each redirect and each attempt is one. */
export interface SampleSink {
  request(sample: RequestSample): void
}

/** What the requests of one client share. */
export interface Dispatch {
  readonly transport: Transport
  readonly cookies: Cookies | undefined
  /** The run's time 0. */
  readonly zero: number
  /** Requests that are over, however they ended. */
  settled: number
  /** Requests that got no response in their last attempt. */
  transportErrors: number
  readonly isClosed: boolean
  /** `undefined` where an origin answers already, as far as anybody knows; rejects where it doesn't. */
  reach(origin: string): Promise<void> | undefined
  /** Waits so many milliseconds, or until the client is closed. */
  rest(ms: number): Promise<void>
}

/** Knows whether what failed is sent again. */
export type AttemptsOfOne = Pick<Attempts, 'wait' | 'begin' | 'fail'>

/**
 * One request on its way, with its redirects and attempts: all of its samples go to one place, whatever begins meanwhile. The hot path makes
 * this one object, and no promise.
 */
export class Course implements Receiver {
  readonly #dispatch: Dispatch
  readonly #first: ParsedRequest
  readonly #sink: SampleSink
  readonly #attempts: AttemptsOfOne
  readonly #ending: Ending
  /** What is sent now: the first, or what a redirect led to. */
  #request: ParsedRequest
  #redirects = 0
  /** Milliseconds by which the first of them is late. */
  #lag: number

  constructor(
    dispatch: Dispatch,
    request: ParsedRequest,
    sink: SampleSink,
    lag: number,
    attempts: AttemptsOfOne,
    ending: Ending,
  ) {
    this.#dispatch = dispatch
    this.#first = request
    this.#request = request
    this.#sink = sink
    this.#lag = lag
    this.#attempts = attempts
    this.#ending = ending
  }

  /** Sends it; tells the ending later, whatever breaks. */
  send(): void {
    try {
      const pending = this.#dispatch.reach(this.#request.prepared.origin)
      if (pending === undefined) this.#exchange()
      else {
        pending.then(
          () => this.send(),
          (error) => this.#ending.fail(error),
        )
      }
    } catch (error) {
      queueMicrotask(() => this.#ending.fail(error))
    }
  }

  respond(exchange: Exchange): void {
    let failure: Failure | undefined
    let broken: unknown
    try {
      this.#dispatch.cookies?.keep(this.#request.prepared, exchange)
      const next = this.#nextOf(exchange)
      if (next === undefined) failure = this.#judge(exchange)
      else if (this.#redirects === this.#first.redirects) broken = this.#failLoop(exchange)
      else {
        this.#follow(next, exchange)
        return
      }
    } catch (thrown) {
      broken = thrown
    }
    this.#conclude(exchange, failure, broken)
  }

  /** There was no response. */
  fail(error: unknown): void {
    let reason = error
    try {
      if (isHostNotAllowed(error)) reason = error.cause
      else if (error instanceof RequestError) this.#countError(error)
    } catch (thrown) {
      reason = thrown
    }
    this.#conclude(undefined, undefined, reason)
  }

  #exchange(): void {
    const { transport, cookies } = this.#dispatch
    const { prepared } = this.#request
    transport.exchange(cookies === undefined ? prepared : cookies.attach(prepared), this)
  }

  /** What a response asks to be sent next. */
  #nextOf(exchange: Exchange): ParsedRequest | undefined {
    const { redirects, expect } = this.#first
    if (redirects === 0 || expectsStatus(expect, exchange.status)) return undefined
    return followRedirect(this.#first, this.#request, exchange, this.#redirects + 1)
  }

  #follow(next: ParsedRequest, exchange: Exchange): void {
    this.#emit('succeeded', exchange, undefined)
    this.#request = next
    this.#redirects += 1
    this.send()
  }

  /** Counts a response, the last one of this attempt; why it fails, if it does. */
  #judge(exchange: Exchange): Failure | undefined {
    const { expect, endpoint, prepared } = this.#request
    const failure = judge(expect, endpoint, prepared, exchange)
    this.#count(exchange, failure)
    return failure
  }

  /** The response asks for one redirect too many. Returns what that is to whoever asked. */
  #failLoop(exchange: Exchange): RequestError {
    const message = `more than ${this.#first.redirects} redirects`
    const detail = `the next is to ${maskUserInfo(String(exchange.headers.location))}`
    this.#count(exchange, { category: 'protocol', message, detail })
    return new RequestError('protocol', message, exchange)
  }

  #count(exchange: Exchange, failure: Failure | undefined): void {
    if (failure === undefined) this.#emit('succeeded', exchange, undefined)
    else this.#emit('failed', exchange, this.#attempts.fail(failure, exchange))
    this.#settle()
  }

  #countError({ category, message, cause, times }: RequestError): void {
    if (category === 'interrupted') this.#emit('interrupted', times, undefined)
    else {
      const failure: Failure = { category, message, ...(cause === undefined ? {} : { detail: messageOf(cause) }) }
      this.#emit('failed', times, this.#attempts.fail(failure))
      if (this.#attempts.wait === undefined) this.#dispatch.transportErrors += 1
    }
    this.#settle()
  }

  /** The request is over, unless it is sent again. */
  #settle(): void {
    if (this.#attempts.wait === undefined) this.#dispatch.settled += 1
  }

  /** This attempt is over, with a response unless something broke. */
  #conclude(exchange: Exchange | undefined, failure: Failure | undefined, broken: unknown): void {
    if (this.#attempts.wait !== undefined) void this.#rest(this.#attempts.wait, exchange, failure, broken)
    else if (exchange === undefined || broken !== undefined) this.#ending.fail(broken)
    else this.#ending.respond(this.#request, exchange, failure)
  }

  /** Rests before the next attempt; if the client is closed meanwhile, this one was the last. */
  async #rest(wait: number, exchange: Exchange | undefined, failure: Failure | undefined, broken: unknown): Promise<void> {
    await this.#dispatch.rest(wait)
    const wasLast = this.#dispatch.isClosed
    this.#attempts.begin()
    if (wasLast) this.#conclude(exchange, failure, broken)
    else this.#again()
  }

  #again(): void {
    this.#request = this.#first
    this.#redirects = 0
    this.send()
  }

  /** Only the first sample of a request is late: redirects and further attempts have clocks of their own. */
  #emit(outcome: RequestSample['outcome'], times: ExchangeTimes, failure: Failure | undefined): void {
    this.#sink.request(toSample(this.#request.endpoint, outcome, times, this.#lag, this.#dispatch.zero, failure))
    this.#lag = 0
  }
}
