import type { Clock } from '../core/clock.ts'
import type { Random } from '../core/random.ts'
import { Attempts, onlyAttempt } from './attempts.ts'
import type { Cookies } from './cookies.ts'
import { Course, type Dispatch, type SampleSink } from './course.ts'
import { createHttp, type Http } from './http.ts'
import type { Reply } from './reply.ts'
import type { ParsedRequest } from './request.ts'
import type { RequestDefaults } from './request-defaults.ts'
import { type Ending, Replying } from './request-ending.ts'
import type { Transport } from './transport.ts'

export type { SampleSink } from './course.ts'
export { concluding, type Ending } from './request-ending.ts'

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
  /** For declared requests: the ending is told what came of it, later. After `close` nobody is told anything. */
  send(request: ParsedRequest, ending: Ending): void
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

class MeasuringClient implements Client, Dispatch {
  readonly http: Http
  readonly transport: Transport
  readonly cookies: Cookies | undefined
  requests = 0
  transportErrors = 0
  settled = 0
  isClosed = false
  readonly #options: ClientOptions
  #sink: SampleSink = nowhere
  #lag = 0
  /** The origin that was asked last, and is known to answer. */
  #reached: string | undefined
  /** Ends waits for another attempt; made with the first of them. */
  #closing: AbortController | undefined

  constructor(options: ClientOptions) {
    this.#options = options
    this.transport = options.transport
    this.cookies = options.cookies
    this.http = createHttp(this, options.defaults)
  }

  get zero(): number {
    return this.#options.time.zero
  }

  begin(sink: SampleSink, lag = 0): void {
    this.#sink = sink
    this.#lag = lag
    if (this.#options.renewsConnections) this.transport.renew()
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
    this.cookies?.clear()
  }

  close(): Promise<void> {
    this.isClosed = true
    this.#closing?.abort()
    return this.transport.close()
  }

  send(request: ParsedRequest, ending: Ending): void {
    if (this.isClosed) return
    const { retry } = request
    this.requests += 1
    const attempts = retry === undefined ? onlyAttempt : new Attempts(retry, this.#options.random)
    new Course(this, request, this.#sink, this.takeLag(), attempts, ending).send()
  }

  request(request: ParsedRequest): Promise<Reply> {
    const replying = new Replying()
    this.send(request, replying)
    return replying.reply
  }

  // A scenario may catch it and ask again for ever, which must neither keep the loop from turning nor go on after the end.
  async refuse(error: unknown): Promise<never> {
    await new Promise((resolve) => setImmediate(resolve))
    if (this.isClosed) await new Promise(() => {})
    throw error
  }

  reach(origin: string): Promise<void> | undefined {
    if (origin === this.#reached) return undefined
    const pending = this.#options.reachable?.(origin)?.then(() => {
      this.#reached = origin
    })
    if (pending === undefined) this.#reached = origin
    return pending
  }

  async rest(ms: number): Promise<void> {
    if (this.isClosed) return
    this.#closing ??= new AbortController()
    await this.#options.clock.sleep(ms, this.#closing.signal)
  }
}

const nowhere: SampleSink = { request() {} }
