import type { Random } from '../core/random.ts'
import { type Client, type Conclusion, whetherSent } from '../http/client.ts'
import { START_SCENARIO } from '../metrics/sample.ts'
import type { Scope, Scopes } from '../metrics/scope.ts'
import { exhausted, type RowSource } from '../scenario/row-source.ts'
import { pickTask } from '../scenario/tasks.ts'
import type { Permit, User } from './closed-loop.ts'
import type { Worker } from './open-loop.ts'
import { type Began, type Ended, type IterationOutcome, Performer } from './performer.ts'
import { Rester } from './rester.ts'
import type { RunTime } from './run-time.ts'
import type { FunctionScript, RequestsScript, Script, Step } from './script.ts'

/** Milliseconds before a user whose `start` failed tries again. */
const START_PAUSE = 1000

export interface VirtualUserOptions {
  /** From 1. */
  readonly number: number
  readonly script: Script
  /** The run's rows of test data, which all its users share. */
  readonly rows?: RowSource | undefined
  readonly client: Client
  readonly recorder: Scopes
  readonly time: RunTime
  readonly random: Random
  /** Gets what makes the whole run pointless: a host that is not allowed, a target that cannot be reached. */
  readonly onFatal: (error: unknown) => void
}

/** Performs a script again and again, and puts what it measured into the recorder. */
export class VirtualUser implements User, Worker {
  readonly #options: VirtualUserOptions
  readonly #client: Client
  readonly #performer: Performer
  readonly #rester: Rester
  #state: unknown
  #data: unknown
  #random: Random
  /** Whether `#data` is a row, and if so, whether an iteration had it. */
  #row: 'none' | 'fresh' | 'used' = 'none'
  #iteration = 0
  /** Whether its session has begun, so that it has to be ended. */
  #isInSession = false
  /** Of the iteration under way. */
  #scope: Scope
  #start = 0
  /** How an iteration of one declared request ends. */
  readonly #conclusion: Conclusion<number> = {
    sent: (succeeded) => this.#end(this.#judge(succeeded)),
    failed: (error) => this.#fail(error),
  }

  constructor(options: VirtualUserOptions) {
    const { client, recorder, script } = options
    this.#options = options
    this.#client = client
    this.#random = options.random
    this.#scope = recorder.scope(script.name, 0)
    this.#performer = new Performer({ ...options, scope: this.#scope })
    this.#rester = new Rester({ ...options, performer: this.#performer })
  }

  async run(mayIterate: Permit): Promise<void> {
    await this.open()
    await this.iterateWhile(mayIterate)
    await this.close()
  }

  /** One iteration after another, for as long as it may; its session and connections stay. */
  async iterateWhile(mayIterate: Permit): Promise<void> {
    const { time } = this.#options
    for (let now = time.now(); !this.hasLeft && mayIterate(now); ) {
      // The hot path of declared requests: every promise less saves 0.1 µs a request.
      let end: number
      try {
        end = await this.#iterate(now, now)
      } catch (error) {
        end = this.#fail(error)
      }
      now = this.#mayGoOn() ? end : await this.#rester.rest(now, end, this.#options.random)
    }
  }

  /** Whether it was told to leave, or has no data to go on with. */
  get hasLeft(): boolean {
    return this.#performer.hasLeft
  }

  /** Opens its session, again and again while that fails and there is time; `undefined`: there is nothing to do before it iterates. */
  open(): Promise<void> | undefined {
    const { script } = this.#options
    // Who has nothing to open draws a row when it iterates: users who are only ready would keep them from others.
    if (script.kind !== 'function' || script.session === 'iteration' || script.start === undefined) return undefined
    return this.#drawRow() ? this.#startSession(script) : undefined
  }

  /** Ends its session, and closes its connections. */
  async close(): Promise<void> {
    const { script } = this.#options
    // Who is still about to open its session gives up.
    if (!this.#isInSession) this.leave()
    if (script.kind === 'function' && script.session === 'user') await this.#stopSession(script)
    await this.#client.close()
  }

  /** Ends its think time; the iteration may go on. */
  leave(): void {
    this.#performer.leave()
  }

  /** Cuts what is in flight, and waits no longer for a function. */
  interrupt(): void {
    void this.#client.close()
    this.#performer.interrupt()
  }

  /** One iteration, due and started at `due`; returns when it ended. */
  async iterate(due: number, item?: { readonly data: unknown; readonly random: Random }): Promise<number> {
    if (item !== undefined) {
      this.#data = item.data
      this.#random = item.random
    }
    return await this.#iterateOnce(due, due, false)
  }

  /** One iteration that was due at `due`, and starts now: its first request is measured from when it was due. */
  async iterateLate(due: number): Promise<boolean> {
    const before = this.#iteration
    await this.#iterateOnce(due, this.#options.time.now(), true)
    return this.#iteration > before || this.#performer.isInterrupted
  }

  /** Never rejects, whatever breaks. */
  async #iterateOnce(due: number, begin: number, isOpen: boolean): Promise<number> {
    try {
      return await this.#iterate(due, begin, isOpen)
    } catch (error) {
      return this.#fail(error)
    }
  }

  #iterate(due: number, begin: number, isOpen = false): Promise<number> {
    const { script } = this.#options
    if (script.kind === 'function') return this.#iterateFunction(script, due, begin, isOpen)
    this.#begin(due, begin, begin, isOpen)
    // The hot path: the iteration ends with the promise of its request.
    if (script.kind === 'request') return this.#client.send(script.request, this.#conclusion)
    return this.#sendAll(script).then(this.#conclusion.sent, this.#conclusion.failed)
  }

  async #iterateFunction(script: FunctionScript, due: number, begin: number, isOpen: boolean): Promise<number> {
    const isReady = this.#isReady(script)
    if (!(typeof isReady === 'boolean' ? isReady : await isReady)) return this.#options.time.now()
    // A session of its own comes before it, and has samples of its own.
    const start = script.session === 'iteration' ? this.#options.time.now() : begin
    this.#begin(due, begin, start, isOpen)
    const end = this.#end(await this.#perform(script, { start, lag: begin - due }))
    if (script.session === 'iteration') await this.#stopSession(script)
    return end
  }

  #begin(due: number, begin: number, start: number, isOpen: boolean): void {
    const { script, recorder } = this.#options
    const lag = begin - due
    this.#start = start
    this.#scope = recorder.scope(script.name, due)
    this.#performer.enter(this.#scope, lag)
    this.#scope.iterationStarted(start, isOpen ? lag : undefined)
  }

  #end(outcome: IterationOutcome): number {
    const end = this.#options.time.now()
    const duration = Math.max(0, end - this.#start - this.#performer.slept)
    this.#scope.iterationEnded({ outcome, end, duration })
    this.#iteration += 1
    return end
  }

  #fail(error: unknown): number {
    this.#options.onFatal(error)
    return this.#end(this.#judge(false))
  }

  /** Whether the next iteration may start at once: nothing is to be waited for, and this one got its responses. */
  #mayGoOn(): boolean {
    return !this.#rester.isAsked && this.#client.transportErrors === 0 && this.#client.settled > 0
  }

  /** Whether there is what the next iteration needs: a row, and a session of its own. */
  #isReady(script: FunctionScript): boolean | Promise<boolean> {
    const isSpent = this.#row === 'used' && (script.rowPer === 'iteration' || script.session === 'iteration')
    if ((isSpent || this.#row === 'none') && !this.#drawRow()) return false
    this.#row = 'used'
    if (script.session === 'user') {
      if (script.start === undefined) this.#isInSession = true
      return true
    }
    this.#client.forgetCookies()
    return this.#startSession(script).then(() => this.#isInSession)
  }

  /** Draws a row, where there are rows; without one the user leaves. */
  #drawRow(): boolean {
    const { rows, onFatal } = this.#options
    if (rows === undefined) return true
    try {
      const row = rows.next()
      if (row === exhausted) this.leave()
      else {
        this.#data = row
        this.#row = 'fresh'
      }
    } catch (error) {
      this.leave()
      onFatal(error)
    }
    return !this.hasLeft
  }

  /** One after another; whether all succeeded. Who gets no response does not go on, as a function would not. */
  async #sendAll({ requests }: RequestsScript): Promise<boolean> {
    let succeeded = true
    for (const request of requests) {
      if (this.#performer.isInterrupted || this.#client.transportErrors > 0) return false
      if (!(await this.#client.send(request, whetherSent))) succeeded = false
    }
    return succeeded
  }

  #judge(succeeded: boolean): IterationOutcome {
    if (succeeded) return 'completed'
    return this.#performer.isInterrupted ? 'interrupted' : 'failed'
  }

  async #perform({ tasks }: FunctionScript, began: Began): Promise<IterationOutcome> {
    const { name, run } = pickTask(tasks, this.#random)
    const { outcome, failure } = await this.#call(run)
    // An iteration that sent and measured nothing is a sample itself; one that threw is a failed sample, whatever it sent before.
    if (failure !== undefined || !this.#performer.hasSamples) this.#performer.record(name, began, outcome, failure)
    return outcome
  }

  #call(step: Step): Promise<Ended> {
    return this.#performer.call(step, {
      state: this.#state,
      data: this.#data,
      iteration: this.#iteration,
      random: this.#random,
    })
  }

  async #startSession({ name, start }: FunctionScript): Promise<void> {
    this.#isInSession = start === undefined
    while (start !== undefined && !this.hasLeft) {
      const { outcome, value } = await this.#aside(name, 'start', start)
      this.#state = value
      this.#isInSession = outcome === 'completed'
      if (this.#isInSession) return
      await this.#options.time.clock.sleep(START_PAUSE, this.#performer.leaving)
    }
  }

  async #stopSession({ name, stop }: FunctionScript): Promise<void> {
    if (stop !== undefined && this.#isInSession) await this.#aside(name, 'stop', stop)
    this.#isInSession = false
  }

  /** Calls `start` or `stop`: what it sends is counted beside the totals. */
  async #aside(name: string, kind: 'start' | 'stop', step: Step): Promise<Ended> {
    const { recorder, time } = this.#options
    // Users of the open model open their sessions before the time begins.
    const start = Math.max(0, time.now())
    this.#performer.enter(recorder.scope(START_SCENARIO, start))
    const ended = await this.#call(step)
    const { outcome, failure } = ended
    if (failure !== undefined) this.#performer.record(`${kind} of ${name}`, { start, lag: 0 }, outcome, failure)
    return ended
  }
}
