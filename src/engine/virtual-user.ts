import type { Random } from '../core/random.ts'
import type { Client } from '../http/client.ts'
import { START_SCENARIO } from '../metrics/sample.ts'
import type { Scopes } from '../metrics/scope.ts'
import { nextStart } from '../scenario/pacing.ts'
import { exhausted, type RowSource } from '../scenario/row-source.ts'
import { pickTask } from '../scenario/tasks.ts'
import { drawThinkTime } from '../scenario/think-time.ts'
import type { Permit, User } from './closed-loop.ts'
import type { Worker } from './open-loop.ts'
import { type Began, type Ended, type IterationOutcome, Performer } from './performer.ts'
import type { RunTime } from './run-time.ts'
import type { DeclaredScript, FunctionScript, RequestsScript, Script, Step } from './script.ts'

/** Milliseconds that a user rests after a transport error: without it, a dead port would count 40,000 failures a second. */
const ERROR_PAUSE = 100
/** Milliseconds before a user whose `start` failed tries again. */
const START_PAUSE = 1000
/** Milliseconds that a user iterates without a request before it lets the event loop turn. */
const LONGEST_RUN = 2
/** Milliseconds by which a think time may be shortened because the one before was late: what timers are late by themselves. */
const CARRIED = 10

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
  #state: unknown
  #data: unknown
  #random: Random
  /** Whether `#data` was drawn for an iteration that has not begun. */
  #isRowFresh = false
  #iteration = 0
  /** Whether its session has begun, so that it has to be ended. */
  #isInSession = false
  /** When the event loop last turned for sure. */
  #turned = 0
  /** When the current iteration was to start by its pacing. */
  #paced: number | undefined
  /** Milliseconds by which the last think time was too long, so that the next makes up for it. */
  #overslept = 0

  constructor(options: VirtualUserOptions) {
    const { client, recorder, script } = options
    this.#options = options
    this.#client = client
    this.#random = options.random
    this.#performer = new Performer({ ...options, scope: recorder.scope(script.name, 0) })
  }

  async run(mayIterate: Permit): Promise<void> {
    const { time } = this.#options
    await this.open()
    for (let now = time.now(); !this.hasLeft && mayIterate(now); ) {
      const end = await this.#iterate(now, now)
      // The hot path of declared requests: every promise less saves 0.1 µs a request.
      now = this.#mayGoOn() ? end : await this.#rest(now, end)
    }
    await this.close()
  }

  /** Whether it was told to leave, or has no data to go on with. */
  get hasLeft(): boolean {
    return this.#performer.hasLeft
  }

  /** Opens its session, again and again while that fails and there is time. */
  async open(): Promise<void> {
    const { script } = this.#options
    if (script.kind !== 'function' || !this.#drawRow()) return
    this.#isRowFresh = true
    if (script.session === 'user') await this.#startSession(script)
  }

  /** Ends its session, and closes its connections. */
  async close(): Promise<void> {
    const { script } = this.#options
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
    return await this.#iterate(due, due)
  }

  /** One iteration that was due at `due`, and starts now: its first request is measured from when it was due. */
  async iterateLate(due: number): Promise<boolean> {
    const { time } = this.#options
    const before = this.#iteration
    await this.#iterate(due, time.now(), time.zero + due)
    return this.#iteration > before || this.#performer.isInterrupted
  }

  async #iterate(due: number, start: number, firstDue?: number): Promise<number> {
    const { script, recorder, time } = this.#options
    if (script.kind === 'function' && !(await this.#isReady(script))) return time.now()
    const scope = recorder.scope(script.name, due)
    this.#performer.enter(scope, firstDue)
    if (firstDue === undefined) scope.iterationStarted(start)
    else scope.iterationStarted(start, start - due)
    const outcome = script.kind === 'function' ? await this.#perform(script, { start, due }) : await this.#send(script)
    const end = time.now()
    scope.iterationEnded({ outcome, end, duration: Math.max(0, end - start - this.#performer.slept) })
    this.#iteration += 1
    if (script.kind === 'function' && script.session === 'iteration') await this.#stopSession(script)
    return end
  }

  /** Whether the next iteration may start at once: it was of requests, and got its responses. */
  #mayGoOn(): boolean {
    return this.#options.script.kind !== 'function' && this.#client.transportErrors === 0 && this.#client.settled > 0
  }

  /** Whether there is what the next iteration needs: a row, and a session of its own. */
  async #isReady(script: FunctionScript): Promise<boolean> {
    const isRowUsed = !this.#isRowFresh && (script.rowPer === 'iteration' || script.session === 'iteration')
    if (isRowUsed && !this.#drawRow()) return false
    this.#isRowFresh = false
    if (script.session === 'user') return true
    this.#client.forgetCookies()
    await this.#startSession(script)
    return this.#isInSession
  }

  /** Draws a row, where there are rows; without one the user leaves. */
  #drawRow(): boolean {
    const { rows, onFatal } = this.#options
    if (rows === undefined) return true
    try {
      const row = rows.next()
      if (row === exhausted) this.leave()
      else this.#data = row
    } catch (error) {
      this.leave()
      onFatal(error)
    }
    return !this.hasLeft
  }

  /** Between two iterations; returns the moment at which the next one may start. */
  async #rest(start: number, end: number): Promise<number> {
    const { script, time, random } = this.#options
    const { requests, settled, transportErrors } = this.#client
    if (script.kind === 'function' && script.pacing !== undefined) {
      this.#paced = nextStart(script.pacing, this.#paced ?? start, random)
      // Who took too long starts at once, and does not make up for it.
      if (this.#paced < end) this.#paced = end
      else await time.until(this.#paced, this.#performer.leaving)
    } else if (script.kind === 'function' && script.thinkTime !== undefined) {
      await this.#think(drawThinkTime(script.thinkTime, random), start, end)
    } else if (transportErrors > 0) await time.clock.sleep(ERROR_PAUSE, this.#performer.leaving)
    else if (settled > 0) return end
    // Who waits for nothing, or for none of its requests, would keep timers and sockets from ever being served.
    else if (requests > 0 || end - this.#turned >= LONGEST_RUN) await this.#turn()
    else return end
    return time.now()
  }

  /** Rests, so that the mean of many rests is what it should be, however late timers are. */
  async #think(planned: number, start: number, begin: number): Promise<void> {
    const { time, recorder, script } = this.#options
    const { leaving } = this.#performer
    const wait = planned - this.#overslept
    if (wait > 0) await time.clock.sleep(wait, leaving)
    else await this.#turn()
    if (leaving.aborted) return
    const end = time.now()
    recorder.scope(script.name, start).thinkTimeEnded({ end, planned, late: end - begin - planned })
    this.#overslept = Math.min(CARRIED, end - begin - wait)
  }

  #send(script: DeclaredScript): Promise<IterationOutcome> {
    const sent = script.kind === 'request' ? this.#client.send(script.request) : this.#sendAll(script)
    return sent.then(this.#judge, this.#fail)
  }

  /** One after another; whether all succeeded. Who gets no response does not go on, as a function would not. */
  async #sendAll({ requests }: RequestsScript): Promise<boolean> {
    let succeeded = true
    for (const request of requests) {
      if (this.#performer.isInterrupted || this.#client.transportErrors > 0) return false
      if (!(await this.#client.send(request))) succeeded = false
    }
    return succeeded
  }

  readonly #judge = (succeeded: boolean): IterationOutcome => {
    if (succeeded) return 'completed'
    return this.#performer.isInterrupted ? 'interrupted' : 'failed'
  }

  readonly #fail = (error: unknown): IterationOutcome => {
    this.#options.onFatal(error)
    return this.#judge(false)
  }

  async #perform({ tasks }: FunctionScript, began: Began): Promise<IterationOutcome> {
    const { name, run } = pickTask(tasks, this.#random)
    const { outcome, failure } = await this.#call(run)
    // An iteration that sent no request is a sample itself; one that threw is a failed sample, whatever it sent before.
    if (failure !== undefined || this.#client.requests === 0) this.#performer.record(name, began, outcome, failure)
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
    if (failure !== undefined) this.#performer.record(`${kind} of ${name}`, { start, due: start }, outcome, failure)
    return ended
  }

  async #turn(): Promise<void> {
    await this.#performer.turn()
    this.#turned = this.#options.time.now()
  }
}
