import { duration as durationReader, parseOptions } from '../core/options.ts'
import type { Random } from '../core/random.ts'
import type { Duration } from '../core/units.ts'
import type { Client } from '../http/client.ts'
import { RequestError } from '../http/request-error.ts'
import type { Recorder } from '../metrics/recorder.ts'
import { type Failure, type IterationSample, START_SCENARIO } from '../metrics/sample.ts'
import type { Scope } from '../metrics/scope.ts'
import type { ScenarioContext } from '../scenario/context.ts'
import type { Permit, User } from './closed-loop.ts'
import { describeException, isFatal } from './exception.ts'
import type { RunTime } from './run-time.ts'
import type { FunctionScript, RequestScript, Script } from './script.ts'
import { Sleeping } from './sleeping.ts'

/** Milliseconds that a user rests after a transport error: without it, a dead port would count 40,000 failures a second. */
const ERROR_PAUSE = 100
/** Milliseconds before a user whose `start` failed tries again. */
const START_PAUSE = 1000
/** Milliseconds that a user iterates without a request before it lets the event loop turn. */
const LONGEST_RUN = 2

export interface VirtualUserOptions {
  /** From 1. */
  readonly number: number
  readonly script: Script
  readonly client: Client
  readonly recorder: Recorder
  readonly time: RunTime
  readonly random: Random
  /** Gets what makes the whole run pointless: a host that is not allowed, a target that cannot be reached. */
  readonly onFatal: (error: unknown) => void
}

type Outcome = IterationSample['outcome']

/** How a call of a scenario's function ended. */
type Ended = { readonly outcome: Outcome; readonly value?: unknown; readonly failure?: Failure }

/** Performs a script again and again, and puts what it measured into the recorder. */
export class VirtualUser implements User {
  readonly #options: VirtualUserOptions
  readonly #client: Client
  readonly #leaving = new AbortController()
  readonly #interrupted = new AbortController()
  readonly #tools: Omit<ScenarioContext, 'state' | 'data' | 'iteration' | 'random'>
  #scope: Scope
  #state: unknown
  #iteration = 0
  #item: { readonly data: unknown; readonly random: Random }
  readonly #sleeping: Sleeping
  /** When the event loop last turned for sure. */
  #turned = 0
  /** Ends the wait for a function that ignores its signal. */
  #cut: (() => void) | undefined

  constructor(options: VirtualUserOptions) {
    this.#options = options
    this.#client = options.client
    this.#scope = options.recorder.scope(options.script.name, 0)
    this.#item = { data: undefined, random: options.random }
    this.#sleeping = new Sleeping(options.time, options.client)
    this.#tools = {
      http: this.#client.http,
      vu: options.number,
      signal: this.#interrupted.signal,
      check: (name, ok) => this.#check(name, ok),
      sleep: (duration) => this.#sleep(duration),
    }
  }

  async run(mayIterate: Permit): Promise<void> {
    const { script, time } = this.#options
    if (script.kind === 'function') await this.#startSession(script)
    for (let now = time.now(); !this.#isLeaving && mayIterate(now); ) now = await this.#rest(await this.iterate(now))
    if (script.kind === 'function' && script.stop !== undefined) await this.#aside(script.name, 'stop', script.stop)
    await this.close()
  }

  /** Closes its connections. */
  close(): Promise<void> {
    return this.#client.close()
  }

  /** Ends its think time; the iteration may go on. */
  leave(): void {
    this.#leaving.abort()
  }

  /** Cuts what is in flight, and waits no longer for a function. */
  interrupt(): void {
    this.#leaving.abort()
    this.#interrupted.abort()
    void this.#client.close()
    this.#cut?.()
  }

  /** One iteration, due and started at `due`; returns when it ended. */
  async iterate(due: number, { data, random }: { readonly data?: unknown; readonly random?: Random } = {}): Promise<number> {
    const { script, recorder, time } = this.#options
    const scope = recorder.scope(script.name, due)
    this.#enter(scope)
    this.#item = { data, random: random ?? this.#options.random }
    scope.iterationStarted(due)
    const outcome = script.kind === 'request' ? await this.#send(script) : await this.#perform(script, due)
    const end = time.now()
    scope.iterationEnded({ outcome, end, duration: Math.max(0, end - due - this.#sleeping.slept) })
    this.#iteration += 1
    return end
  }

  /** Between two iterations; returns the moment at which the next one may start. */
  async #rest(end: number): Promise<number> {
    const { time } = this.#options
    const { requests, settled, transportErrors } = this.#client
    if (transportErrors > 0) await time.clock.sleep(ERROR_PAUSE, this.#leaving.signal)
    else if (settled > 0) return end
    // Who waits for nothing, or for none of its requests, would keep timers and sockets from ever being served.
    else if (requests > 0 || end - this.#turned >= LONGEST_RUN) await this.#letLoopTurn()
    else return end
    return time.now()
  }

  get #isLeaving(): boolean {
    return this.#leaving.signal.aborted
  }

  get #isInterrupted(): boolean {
    return this.#interrupted.signal.aborted
  }

  #enter(scope: Scope): void {
    this.#scope = scope
    this.#sleeping.begin()
    this.#client.begin(scope)
  }

  async #send({ request }: RequestScript): Promise<Outcome> {
    try {
      if (await this.#client.send(request)) return 'completed'
    } catch (error) {
      this.#options.onFatal(error)
    }
    return this.#isInterrupted ? 'interrupted' : 'failed'
  }

  async #perform({ name, run }: FunctionScript, due: number): Promise<Outcome> {
    const { outcome, failure } = await this.#call(run)
    // An iteration that sent no request is a sample itself; one that threw is a failed sample, whatever it sent before.
    if (failure !== undefined || this.#client.requests === 0) this.#recordCall(name, due, outcome, failure)
    return outcome
  }

  /** Calls a function of the scenario; never rejects, and ends at the latest when the user is interrupted. */
  #call(run: FunctionScript['run']): Promise<Ended> {
    if (this.#isInterrupted) return Promise.resolve({ outcome: 'interrupted' })
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
        const returned = run({
          ...this.#tools,
          ...this.#item,
          state: this.#state,
          iteration: this.#iteration,
        } as ScenarioContext<unknown>)
        Promise.resolve(returned).then(succeed, fail)
      } catch (thrown) {
        fail(thrown)
      }
    })
  }

  #explain(thrown: unknown): Ended {
    if (this.#isInterrupted) return { outcome: 'interrupted' }
    if (isFatal(thrown)) this.#options.onFatal(thrown)
    // A request that failed is a sample already.
    if (thrown instanceof RequestError) return { outcome: 'failed' }
    return { outcome: 'failed', failure: describeException(thrown) }
  }

  #recordCall(endpoint: string, due: number, outcome: Outcome, failure: Failure | undefined): void {
    const end = this.#options.time.now()
    const duration = Math.max(0, end - due - this.#sleeping.slept)
    this.#scope.request({
      endpoint,
      outcome: outcome === 'completed' ? 'succeeded' : outcome,
      end,
      latency: duration,
      serviceTime: outcome === 'completed' ? duration : undefined,
      ttfb: undefined,
      connect: undefined,
      sent: 0,
      received: 0,
      failure,
    })
  }

  /** Opens the session, again and again while that fails and there is time. */
  async #startSession({ name, start }: FunctionScript): Promise<void> {
    while (start !== undefined && !this.#isLeaving) {
      const { outcome, value } = await this.#aside(name, 'start', start)
      this.#state = value
      if (outcome === 'completed') return
      await this.#options.time.clock.sleep(START_PAUSE, this.#leaving.signal)
    }
  }

  /** Calls `start` or `stop`: what it sends is counted beside the totals. */
  async #aside(name: string, step: 'start' | 'stop', run: FunctionScript['run']): Promise<Ended> {
    const { recorder, time } = this.#options
    const begin = time.now()
    this.#enter(recorder.scope(START_SCENARIO, Math.max(0, begin)))
    const ended = await this.#call(run)
    if (ended.failure !== undefined) this.#recordCall(`${step} of ${name}`, begin, ended.outcome, ended.failure)
    return ended
  }

  #check(name: string, ok: boolean): boolean {
    this.#scope.check(name, Boolean(ok), this.#options.time.now())
    return Boolean(ok)
  }

  async #sleep(duration: Duration): Promise<void> {
    const ms = parseOptions('sleep', duration, durationReader({ min: 0 }))
    await this.#sleeping.sleep(ms, this.#leaving.signal)
    // A loop that sleeps goes on without a wait when it is told to leave, and must let the event loop turn;
    // one that was left behind when it was interrupted must not go on at all.
    if (this.#isInterrupted) await new Promise(() => {})
    if (this.#isLeaving) await this.#letLoopTurn()
  }

  async #letLoopTurn(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
    this.#turned = this.#options.time.now()
  }
}
