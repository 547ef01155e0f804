import { duration as durationReader, number as numberReader, object, parseOptions } from '../core/options.ts'
import type { Random } from '../core/random.ts'
import type { Duration } from '../core/units.ts'
import type { Client } from '../http/client.ts'
import { RequestError } from '../http/request-error.ts'
import type { Failure, IterationSample } from '../metrics/sample.ts'
import type { Scope } from '../metrics/scope.ts'
import type { ScenarioContext } from '../scenario/context.ts'
import { describeException, isFatal } from './exception.ts'
import { isMeasured, Measuring, recordWork } from './measuring.ts'
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

/** What differs from call to call; copied when a function is called. */
export interface CallInput {
  state: unknown
  data: unknown
  iteration: number
  random: Random
}

/** Told how a call ended, later than it was made; must not throw. */
export type OnEnded = (outcome: IterationOutcome, value: unknown, failure: Failure | undefined) => void

/** When a call began, and how late. */
export interface Began {
  readonly start: number
  readonly lag: number
}

export interface PerformerOptions {
  /** Of the user, from 1. */
  readonly number: number
  readonly client: Client
  readonly time: RunTime
  /** Gets what makes the whole run pointless: a host that is not allowed, a target that cannot be reached. */
  readonly onFatal: (error: unknown) => void
}

/** Calls the functions of a scenario for one user, with all that they get, and measures what is no request. */
export class Performer {
  /** Whether the user was told to leave. A field, as it is asked before each iteration. */
  hasLeft = false
  isInterrupted = false
  #isGone = false
  readonly #options: PerformerOptions
  /** Made where something waits for it, as most users never wait in a way that needs it. */
  #leaving: AbortController | undefined
  readonly #interrupted = new AbortController()
  readonly #tools: Omit<ScenarioContext, keyof CallInput>
  /** Of the function that is under way; one at a time. */
  #onEnded: OnEnded | undefined
  readonly #sleeping: Sleeping
  readonly #measuring: Measuring
  #scope: Scope

  constructor(options: PerformerOptions, scope: Scope) {
    const { client, number, time } = options
    this.#options = options
    this.#scope = scope
    this.#sleeping = new Sleeping(time, client)
    this.#measuring = new Measuring(time)
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
    if (this.#leaving === undefined) {
      this.#leaving = new AbortController()
      if (this.hasLeft) this.#leaving.abort()
    }
    return this.#leaving.signal
  }

  /** Whether what was done since `enter` has samples of its own. */
  get hasSamples(): boolean {
    return this.#options.client.requests > 0 || this.#measuring.count > 0
  }

  /** Milliseconds of nothing but sleep since `enter`. */
  get slept(): number {
    return this.#sleeping.slept
  }

  leave(): void {
    this.hasLeft = true
    this.#leaving?.abort()
    this.#sleeping.leave()
  }

  /** Waits no longer for a function. */
  interrupt(): void {
    this.isInterrupted = true
    this.leave()
    this.#measuring.interrupt()
    this.#interrupted.abort()
    // After the samples of the requests that were cut.
    queueMicrotask(() => this.#end('interrupted', undefined, undefined))
  }

  /** The user is gone: a function that was left behind sleeps for ever, and no timer waits for it. */
  close(): void {
    this.#isGone = true
    this.#sleeping.abandon()
  }

  /** What is measured from now on belongs here; `lag` as in `Client.begin`. */
  enter(scope: Scope, lag?: number): void {
    this.#scope = scope
    this.#sleeping.begin()
    this.#measuring.begin()
    this.#options.client.begin(scope, lag)
  }

  /** Calls a function of the scenario; never rejects, and ends at the latest when the user is interrupted. */
  call(step: Step, input: CallInput): Promise<Ended> {
    return new Promise((resolve) => {
      this.perform(step, input, (outcome, value, failure) =>
        resolve({ outcome, value, ...(failure !== undefined && { failure }) }),
      )
    })
  }

  /** The same for the hot path: the promises that it makes are those of the function, and the one that is told of its end. */
  perform(step: Step, input: CallInput, onEnded: OnEnded): void {
    this.#onEnded = onEnded
    if (this.isInterrupted) {
      queueMicrotask(() => this.#end('interrupted', undefined, undefined))
      return
    }
    let returned: unknown
    try {
      returned = step(this.#contextOf(input))
    } catch (thrown) {
      returned = Promise.reject(thrown)
    }
    Promise.resolve(returned).then(this.#succeed, this.#fail)
  }

  /** A call as a sample. Like a request, in the open model it is as late as it began. */
  record(endpoint: string, { start, lag }: Began, outcome: IterationOutcome, failure: Failure | undefined): void {
    const work = { endpoint, start, lag, slept: this.#sleeping.slept }
    recordWork(this.#scope, this.#options.time.now(), work, outcome, failure)
  }

  /** Lets timers and sockets be served. */
  async turn(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
  }

  readonly #succeed = (value: unknown): void => {
    this.#end(this.isInterrupted ? 'interrupted' : 'completed', value, undefined)
  }

  readonly #fail = (thrown: unknown): void => {
    let ended: Ended
    try {
      ended = this.#explain(thrown)
    } catch {
      // Some values can't even be looked at.
      ended = { outcome: 'failed', failure: { category: 'exception', message: 'a value without text' } }
    }
    this.#end(ended.outcome, undefined, ended.failure)
  }

  /** Once for each call: a function that goes on after it was interrupted is heard no more. */
  #end(outcome: IterationOutcome, value: unknown, failure: Failure | undefined): void {
    const onEnded = this.#onEnded
    this.#onEnded = undefined
    onEnded?.(outcome, value, failure)
  }

  // Spelled out: two spread objects took 0.12 µs more.
  #contextOf({ state, data, iteration, random }: CallInput): ScenarioContext<unknown, unknown> {
    const { http, vu, signal, check, record, measure, sleep } = this.#tools
    return { http, vu, signal, check, record, measure, sleep, state, data, iteration, random }
  }

  #explain(thrown: unknown): Ended {
    if (this.isInterrupted) return { outcome: 'interrupted' }
    if (isFatal(thrown)) this.#options.onFatal(thrown)
    // What failed as a request, or in `measure`, is a sample already.
    if (thrown instanceof RequestError || isMeasured(thrown)) return { outcome: 'failed' }
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

  #measure<T>(name: string, work: () => T | Promise<T>): Promise<T> {
    const measuring = this.#measuring.measure(this.#scope, name, this.#options.client.takeLag(), work)
    // What becomes of it is a sample, so work that nobody waits for must not end the process.
    measuring.catch(ignore)
    return measuring
  }

  async #sleep(duration: Duration): Promise<void> {
    const ms = parseOptions('sleep', duration, durationReader({ min: 0 }))
    await this.#sleeping.sleep(ms)
    // A loop that sleeps goes on without a wait when it is told to leave, and must let the event loop turn;
    // one that was left behind, when the user was interrupted or had ended, must not go on at all.
    if (this.hasLeft) await this.turn()
    if (this.isInterrupted || this.#isGone) await new Promise(() => {})
  }
}

/** The largest value of a custom metric; beyond it histograms don't tell values apart. */
const MOST_OF_A_TREND = 1e12

function ignore(): void {}
