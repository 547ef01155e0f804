import type { Clock } from '../core/clock.ts'
import type { Random } from '../core/random.ts'
import type { Failure } from '../metrics/sample.ts'
import { Attempts, onlyAttempt } from './attempts.ts'
import type { Cookies } from './cookies.ts'
import { type Account, Course, type SampleSink } from './course.ts'
import { expectsStatus, judge } from './expect.ts'
import { createHttp, type Http } from './http.ts'
import { notSent } from './limited-transport.ts'
import { followRedirect } from './redirect.ts'
import { createReply, type Reply } from './reply.ts'
import type { ParsedRequest } from './request.ts'
import type { RequestDefaults } from './request-defaults.ts'
import { RequestError } from './request-error.ts'
import type { Exchange, Transport } from './transport.ts'

export type { SampleSink } from './course.ts'

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
   * For declared requests: whether it succeeded; one that may not be sent any more did not. Rejects only with what has to end the run, a `HostNotAllowedError` or what `reachable`
   * rejects with.
   */
  send(request: ParsedRequest): Promise<boolean>
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

interface Answer {
  /** The last one, if redirects were followed. */
  readonly request: ParsedRequest
  readonly exchange: Exchange
  readonly failure: Failure | undefined
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

  async send(request: ParsedRequest): Promise<boolean> {
    try {
      const { failure } = await this.#perform(request)
      return failure === undefined
    } catch (error) {
      if (error instanceof RequestError || error === notSent) return false
      throw error
    }
  }

  async request(request: ParsedRequest): Promise<Reply> {
    try {
      const { request: last, exchange } = await this.#perform(request)
      return createReply(last.endpoint, last.prepared, exchange)
    } catch (error) {
      if (error === notSent) return await never()
      throw error
    }
  }

  #perform(request: ParsedRequest): Promise<Answer> {
    if (this.#isClosed) return never()
    const { retry } = request
    const sink = this.#sink
    const lag = this.takeLag()
    this.requests += 1
    if (retry === undefined) return this.#follow(request, new Course(this, sink, lag, onlyAttempt))
    const attempts = new Attempts(retry, this.#options.random)
    return this.#persist(request, new Course(this, sink, lag, attempts), attempts)
  }

  /** Sends a request until an attempt does not fail, or is the last. */
  async #persist(request: ParsedRequest, course: Course, attempts: Attempts): Promise<Answer> {
    for (;;) {
      attempts.begin()
      const [ended] = await Promise.allSettled([this.#follow(request, course)])
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
  async #follow(first: ParsedRequest, course: Course): Promise<Answer> {
    const { transport, reachable, cookies } = this.#options
    for (let request = first, hop = 1; ; hop += 1) {
      const { origin } = request.prepared
      if (origin !== this.#reached) {
        const pending = reachable?.(origin)
        if (pending !== undefined) await pending
        this.#reached = origin
      }

      let exchange: Exchange
      try {
        exchange = await transport.exchange(cookies === undefined ? request.prepared : cookies.attach(request.prepared))
      } catch (error) {
        throw course.fail(request, error)
      }
      cookies?.keep(request.prepared, exchange)

      const isWanted = first.redirects === 0 || expectsStatus(first.expect, exchange.status)
      const next = isWanted ? undefined : followRedirect(first, request, exchange, hop)
      if (next === undefined) {
        const failure = judge(request.expect, request.endpoint, request.prepared, exchange)
        course.respond(request, exchange, failure)
        return { request, exchange, failure }
      }
      if (hop > first.redirects) throw course.failLoop(first, request, exchange)
      course.redirect(request, exchange)
      request = next
    }
  }
}

const nowhere: SampleSink = { request() {} }

/** Whoever still asks was left behind: a rejection could send it round and round without a turn of the event loop. */
function never(): Promise<never> {
  return new Promise(() => {})
}
