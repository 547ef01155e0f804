import type { Clock } from '../core/clock.ts'
import type { Random } from '../core/random.ts'
import { Attempts, onlyAttempt } from './attempts.ts'
import type { Cookies } from './cookies.ts'
import { type Account, Course, type SampleSink } from './course.ts'
import { expectsStatus, judge } from './expect.ts'
import { createHttp, type Http } from './http.ts'
import { followRedirect } from './redirect.ts'
import type { Reply } from './reply.ts'
import type { ParsedRequest } from './request.ts'
import type { RequestDefaults } from './request-defaults.ts'
import { asReply, asSuccess, Concluding, type Conclusion, type Ending, never } from './request-ending.ts'
import type { Exchange, Transport } from './transport.ts'

export type { SampleSink } from './course.ts'
export { type Conclusion, whetherSent } from './request-ending.ts'

export interface ClientOptions {
  readonly transport: Transport
  /** For the requests of `http`. */
  readonly defaults: RequestDefaults
  /** The run's time: its 0 is on the scale of `performance.now()`, and may be set later. */
  readonly time: { readonly zero: number }
  /** Asked before a request to another origin than the last: `undefined` for one that is known to answer, else a promise that rejects if it doesn't. */
  readonly reachable?: (origin: string) => Promise<void> | undefined
  /** Whether each iteration has connections of its own. @default false */
  readonly renewsConnections?: boolean
  /** Waits between the attempts of a request. */
  readonly clock: Clock
  /** Spreads those waits. */
  readonly random: Random
  /** The user's own. Without it, no cookies are kept. */
  readonly cookies?: Cookies | undefined
}

/** What one user sends through: it follows redirects, sends again what failed, judges responses and measures. */
export interface Client {
  /** For functions of a scenario. */
  readonly http: Http
  /**
   * For declared requests: tells what came of it, and resolves with what is made of that. Whoever is told need not wait for a promise of
   * its own, which saves 0.1 µs a request.
   */
  send<T>(request: ParsedRequest, conclusion: Conclusion<T>): Promise<T>
  /** Rejects with a `RequestError` where there is no response, and with what has to end the run; never because of a status. */
  request(request: ParsedRequest): Promise<Reply>
  /**
   * Begins an iteration: sets the counts to 0, and says where the samples of the requests go that are asked for from now on, also
   * when they end after it. `lag` is by how many milliseconds the iteration is late: in the open model its first request is asked for so
   * much later than it should have been, whatever the scenario does before, and that is part of its latency.
   */
  begin(sink: SampleSink, lag?: number): void
  /** By how much what comes first in the iteration is late, for whoever comes first; 0 afterwards. Milliseconds. */
  takeLag(): number
  /** Forgets all cookies: what follows is another visitor. */
  forgetCookies(): void
  /**
   * Cuts what is in flight, as interrupted, ends waits for another attempt, and closes all connections. What is asked for later never
   * settles, nor does what the limits of the run don't let through.
   */
  close(): Promise<void>
  /** Requests that were asked for, redirects and further attempts not counted. */
  readonly requests: number
  /** Requests that got no response in their last attempt; not those that were interrupted. */
  readonly transportErrors: number
  /** Requests since `begin` that are over; some may have been asked for before it. */
  readonly settled: number
}

export function createClient(options: ClientOptions): Client {
  return new MeasuringClient(options)
}

/** One request of those that redirects lead to. */
interface Hop {
  readonly first: ParsedRequest
  readonly request: ParsedRequest
  /** From 1. */
  readonly number: number
}

class MeasuringClient implements Client, Account {
  readonly http: Http
  requests = 0
  transportErrors = 0
  settled = 0
  readonly #options: ClientOptions
  #sink: SampleSink = nowhere
  #lag = 0
  #isClosed = false
  /** The origin that was asked last, and is known to answer. */
  #reached: string | undefined
  /** Ends waits for another attempt; made with the first of them. */
  #closing: AbortController | undefined

  constructor(options: ClientOptions) {
    this.#options = options
    this.http = createHttp(this, options.defaults)
  }

  get zero(): number {
    return this.#options.time.zero
  }

  begin(sink: SampleSink, lag = 0): void {
    this.#sink = sink
    this.#lag = lag
    if (this.#options.renewsConnections) this.#options.transport.renew()
    this.requests = 0
    this.transportErrors = 0
    this.settled = 0
  }

  takeLag(): number {
    const lag = this.#lag
    this.#lag = 0
    return lag
  }

  forgetCookies(): void {
    this.#options.cookies?.clear()
  }

  close(): Promise<void> {
    this.#isClosed = true
    this.#closing?.abort()
    return this.#options.transport.close()
  }

  send<T>(request: ParsedRequest, conclusion: Conclusion<T>): Promise<T> {
    if (request.retry === undefined) return this.#perform(request, new Concluding(conclusion))
    // Each of several attempts has an ending.
    return this.#perform(request, asSuccess).then(
      (succeeded) => conclusion.sent(succeeded),
      (error) => conclusion.failed(error),
    )
  }

  request(request: ParsedRequest): Promise<Reply> {
    return this.#perform(request, asReply)
  }

  #perform<T>(request: ParsedRequest, ending: Ending<T>): Promise<T> {
    if (this.#isClosed) return never()
    const { retry } = request
    const sink = this.#sink
    const lag = this.takeLag()
    this.requests += 1
    if (retry === undefined) return this.#follow(request, new Course(this, sink, lag, onlyAttempt), ending)
    const attempts = new Attempts(retry, this.#options.random)
    return this.#persist(request, new Course(this, sink, lag, attempts), attempts, ending)
  }

  /** Sends a request until an attempt does not fail, or is the last. */
  async #persist<T>(request: ParsedRequest, course: Course, attempts: Attempts, ending: Ending<T>): Promise<T> {
    for (;;) {
      attempts.begin()
      const [ended] = await Promise.allSettled([this.#follow(request, course, ending)])
      if (attempts.wait !== undefined) await this.#rest(attempts.wait)
      if (attempts.wait !== undefined && !this.#isClosed) continue
      if (ended.status === 'rejected') throw ended.reason
      return ended.value
    }
  }

  async #rest(ms: number): Promise<void> {
    if (this.#isClosed) return
    this.#closing ??= new AbortController()
    await this.#options.clock.sleep(ms, this.#closing.signal)
  }

  /** Sends a request, and those that redirects ask for. */
  #follow<T>(request: ParsedRequest, course: Course, ending: Ending<T>): Promise<T> {
    return this.#hop({ first: request, request, number: 1 }, course, ending)
  }

  /** The hot path: one promise for the exchange and one for what comes of it, where each more costs 0.1 µs. */
  #hop<T>(hop: Hop, course: Course, ending: Ending<T>): Promise<T> {
    const { transport, cookies } = this.#options
    const { prepared } = hop.request
    if (prepared.origin !== this.#reached) {
      const pending = this.#reach(prepared.origin)
      if (pending !== undefined) {
        return pending.then(
          () => this.#hop(hop, course, ending),
          (error) => ending.fail(error),
        )
      }
    }
    return transport.exchange(cookies === undefined ? prepared : cookies.attach(prepared)).then(
      (exchange) => this.#take(hop, exchange, course, ending),
      (error) => ending.fail(course.fail(hop.request, error)),
    )
  }

  /** `undefined` where it answers already, as far as anybody knows. */
  #reach(origin: string): Promise<void> | undefined {
    const pending = this.#options.reachable?.(origin)?.then(() => {
      this.#reached = origin
    })
    if (pending === undefined) this.#reached = origin
    return pending
  }

  /** Follows where a response leads to, or ends with it. */
  #take<T>({ first, request, number }: Hop, exchange: Exchange, course: Course, ending: Ending<T>): T | Promise<T> {
    this.#options.cookies?.keep(request.prepared, exchange)
    const isWanted = first.redirects === 0 || expectsStatus(first.expect, exchange.status)
    const next = isWanted ? undefined : followRedirect(first, request, exchange, number)
    if (next === undefined) {
      const failure = judge(request.expect, request.endpoint, request.prepared, exchange)
      course.respond(request, exchange, failure)
      return ending.respond(request, exchange, failure)
    }
    if (number > first.redirects) return ending.fail(course.failLoop(first, request, exchange))
    course.redirect(request, exchange)
    return this.#hop({ first, request: next, number: number + 1 }, course, ending)
  }
}

const nowhere: SampleSink = { request() {} }
