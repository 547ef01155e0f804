import { duration as durationReader, number as numberReader, object, parseOptions } from '../core/options.ts'
import type { Random } from '../core/random.ts'
import type { Duration } from '../core/units.ts'
import type { Client } from '../http/client.ts'
import { RequestError } from '../http/request-error.ts'
import type { Failure, IterationSample } from '../metrics/sample.ts'
import type { Scope } from '../metrics/scope.ts'
import type { ScenarioContext } from '../scenario/context.ts'
import { describeException, isFatal } from './exception.ts'
import type { RunTime } from './run-time.ts'
import type { Step } from './script.ts'
import { Sleeping } from './sleeping.ts'

export type IterationOutcome = IterationSample['outcome']

/** How a call of a scenario's function ended. */
export interface Ended {
  readonly outcome: IterationOutcome
  readonly value?: unknown
  readonly failure?: Failure
}

/** What differs from call to call. */
export interface CallInput {
  readonly state: unknown
  readonly data: unknown
  readonly iteration: number
  readonly random: Random
}

/** When a call began, and when it should have. */
export interface Began {
  readonly start: number
  readonly due: number
}

export interface PerformerOptions {
  /** Of the user, from 1. */
  readonly number: number
  readonly client: Client
  readonly time: RunTime
  readonly scope: Scope
  /** Gets what makes the whole run pointless: a host that is not allowed, a target that cannot be reached. */
  readonly onFatal: (error: unknown) => void
}

/** Calls the functions of a scenario for one user, with all that they get, and measures what is no request. */
export class Performer {
  /** Whether the user was told to leave. A field, as it is asked before each iteration. */
  hasLeft = false
  isInterrupted = false
  readonly #options: PerformerOptions
  readonly #leaving = new AbortController()
  readonly #interrupted = new AbortController()
  readonly #tools: Omit<ScenarioContext, keyof CallInput>
  readonly #sleeping: Sleeping
  #scope: Scope
  /** Ends the wait for a function that ignores its signal. */
  #cut: (() => void) | undefined

  constructor(options: PerformerOptions) {
    const { client, number, time } = options
    this.#options = options
    this.#scope = options.scope
    this.#sleeping = new Sleeping(time, client)
    this.#tools = {
      http: client.http,
      vu: number,
      signal: this.#interrupted.signal,
      check: (name, ok) => this.#check(name, ok),
      record: (name, value) => this.#record(name, value),
      measure: (name, work) => this.#measure(name, work),
      sleep: (duration) => this.#sleep(duration),
    }
  }

  /** Aborts when the user is told to leave. */
  get leaving(): AbortSignal {
    return this.#leaving.signal
  }

  /** Milliseconds of nothing but sleep since `enter`. */
  get slept(): number {
    return this.#sleeping.slept
  }

  leave(): void {
    this.hasLeft = true
    this.#leaving.abort()
  }

  /** Waits no longer for a function. */
  interrupt(): void {
    this.isInterrupted = true
    this.leave()
    this.#interrupted.abort()
    this.#cut?.()
  }

  /** What is measured from now on belongs here; `lag` as in `Client.begin`. */
  enter(scope: Scope, lag?: number): void {
    this.#scope = scope
    this.#sleeping.begin()
    this.#options.client.begin(scope, lag)
  }

  /** Calls a function of the scenario; never rejects, and ends at the latest when the user is interrupted. */
  call(step: Step, input: CallInput): Promise<Ended> {
    if (this.isInterrupted) return Promise.resolve({ outcome: 'interrupted' })
    // A promise of its own: a race with one that lives as long as the user would keep every iteration in memory.
    return new Promise((resolve) => {
      this.#cut = () => resolve({ outcome: 'interrupted' })
      const succeed = (value: unknown): void => resolve({ outcome: 'completed', value })
      const fail = (thrown: unknown): void => {
        try {
          resolve(this.#explain(thrown))
        } catch {
          // Some values can't even be looked at.
          resolve({ outcome: 'failed', failure: { category: 'exception', message: 'a value without text' } })
        }
      }
      try {
        Promise.resolve(step({ ...this.#tools, ...input } as ScenarioContext<unknown, unknown>)).then(succeed, fail)
      } catch (thrown) {
        fail(thrown)
      }
    })
  }

  /** A call as a sample. Like a request, in the open model it is late from when it was due. */
  record(endpoint: string, { start, due }: Began, outcome: IterationOutcome, failure: Failure | undefined): void {
    this.#recordWork(this.#scope, endpoint, { start, due }, outcome, failure, this.#sleeping.slept)
  }

  /** Lets timers and sockets be served. */
  async turn(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
  }

  #recordWork(
    scope: Scope,
    endpoint: string,
    { start, due }: Began,
    outcome: IterationOutcome,
    failure: Failure | undefined,
    slept = 0,
  ): void {
    const end = this.#options.time.now()
    scope.request({
      endpoint,
      outcome: outcome === 'completed' ? 'succeeded' : outcome,
      end,
      latency: Math.max(0, end - due - slept),
      serviceTime: outcome === 'completed' ? Math.max(0, end - start - slept) : undefined,
      ttfb: undefined,
      connect: undefined,
      sent: 0,
      received: 0,
      failure,
    })
  }

  #explain(thrown: unknown): Ended {
    if (this.isInterrupted) return { outcome: 'interrupted' }
    if (isFatal(thrown)) this.#options.onFatal(thrown)
    // What failed as a request, or in `measure`, is a sample already.
    if (thrown instanceof RequestError || measured.has(thrown as object)) return { outcome: 'failed' }
    return { outcome: 'failed', failure: describeException(thrown) }
  }

  #check(name: string, ok: boolean): boolean {
    this.#scope.check(name, Boolean(ok), this.#options.time.now())
    return Boolean(ok)
  }

  #record(name: string, value: number): void {
    const known = typeof value === 'number' && value >= 0 && value <= MOST_OF_A_TREND
    if (!known) parseOptions('record', { value }, object({ value: numberReader({ min: 0, max: MOST_OF_A_TREND }) }))
    this.#scope.trend(name, value, this.#options.time.now())
  }

  async #measure<T>(name: string, work: () => T | Promise<T>): Promise<T> {
    const scope = this.#scope
    const start = this.#options.time.now()
    const began = { start, due: start }
    try {
      const value = await work()
      this.#recordWork(scope, name, began, 'completed', undefined)
      return value
    } catch (thrown) {
      this.#recordWork(scope, name, began, 'failed', describeException(thrown))
      if (typeof thrown === 'object' && thrown !== null) measured.add(thrown)
      throw thrown
    }
  }

  async #sleep(duration: Duration): Promise<void> {
    const ms = parseOptions('sleep', duration, durationReader({ min: 0 }))
    await this.#sleeping.sleep(ms, this.leaving)
    // A loop that sleeps goes on without a wait when it is told to leave, and must let the event loop turn;
    // one that was left behind when it was interrupted must not go on at all.
    if (this.isInterrupted) await new Promise(() => {})
    if (this.hasLeft) await this.turn()
  }
}

/** The largest value of a custom metric; beyond it histograms don't tell values apart. */
const MOST_OF_A_TREND = 1e12

// Errors that `measure` has counted, and that fail the iteration as well.
const measured = new WeakSet<object>()
