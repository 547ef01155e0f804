import type { Random } from '../core/random.ts'
import { type Client, concluding, type Ending } from '../http/client.ts'
import type { ParsedRequest } from '../http/request.ts'
import type { Failure } from '../metrics/sample.ts'
import type { Scope, Scopes } from '../metrics/scope.ts'
import type { RowSource } from '../scenario/row-source.ts'
import { pickTask } from '../scenario/tasks.ts'
import type { Permit, User } from './closed-loop.ts'
import type { Worker } from './open-loop.ts'
import { type CallInput, type IterationOutcome, Performer } from './performer.ts'
import { Rester } from './rester.ts'
import type { RunTime } from './run-time.ts'
import { requestsOf, type Script } from './script.ts'
import { UserSession } from './user-session.ts'

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

/** Told when an iteration has ended, later than it was begun; must not throw. */
type OnEnd = (end: number) => void

/**
 * Performs a script again and again, and puts what it measured into the recorder. One iteration at a time: what it is about stands in fields,
 * and the end of one begins the next in the same turn, with no promise between them.
 */
export class VirtualUser implements User, Worker {
  readonly #options: VirtualUserOptions
  readonly #client: Client
  readonly #performer: Performer
  readonly #rester: Rester
  /** Of a script with functions. */
  readonly #session: UserSession | undefined
  /** Of a script without. */
  readonly #ending: Ending | undefined
  readonly #requests: readonly ParsedRequest[]
  readonly #input: CallInput
  /** Of the iteration under way. */
  #onEnd: OnEnd = ignore
  #scope: Scope
  #start = 0
  #lag = 0
  #task = ''
  #sent = 0
  #succeeded = true

  constructor(options: VirtualUserOptions) {
    const { client, recorder, script, random } = options
    this.#options = options
    this.#client = client
    this.#input = { state: undefined, data: undefined, iteration: 0, random }
    this.#requests = requestsOf(script)
    this.#scope = recorder.scope(script.name, 0)
    // All three share the options: a copy for each was measured to take 0.4 KB a user.
    const performer = new Performer(options, this.#scope)
    this.#performer = performer
    this.#rester = new Rester(options, performer)
    if (script.kind === 'function') this.#session = new UserSession(options, script, performer, this.#input)
    else this.#ending = this.#createEnding()
  }

  // Without an async function: what that keeps as long as a user lives was measured to be 0.5 KB.
  run(mayIterate: Permit): Promise<void> {
    return new Promise((resolve, reject) => {
      const close = (): void => void this.close().then(resolve, reject)
      Promise.resolve(this.open())
        .then(() => this.#iterateWhile(mayIterate, close))
        .catch(reject)
    })
  }

  /** Whether it was told to leave, or has no data to go on with. */
  get hasLeft(): boolean {
    return this.#performer.hasLeft
  }

  /** Opens its session; `undefined`: there is nothing to do before it iterates. */
  open(): Promise<void> | undefined {
    return this.#session?.open()
  }

  /** Ends its session, and closes its connections. */
  async close(): Promise<void> {
    const { script } = this.#options
    const isOpen = this.#session?.isOpen ?? false
    // Who is still about to open its session gives up.
    if (!isOpen) this.leave()
    if (script.kind === 'function' && script.session === 'user') await this.#session?.end()
    await this.#client.close()
    this.#performer.close()
  }

  /** Ends its think time; the iteration may go on. */
  leave(): void {
    this.#performer.leave()
    this.#rester.leave()
  }

  /** Cuts what is in flight, and waits no longer for a function. */
  interrupt(): void {
    void this.#client.close()
    this.#performer.interrupt()
    this.#rester.leave()
  }

  /** One iteration, due and started at `due`; returns when it ended. */
  iterate(due: number, item?: { readonly data: unknown; readonly random: Random }): Promise<number> {
    if (item !== undefined) {
      this.#input.data = item.data
      this.#input.random = item.random
    }
    return new Promise((resolve) => this.#iterate(due, due, false, resolve))
  }

  /** One iteration that was due at `due`, and starts now: its first request is measured from when it was due. */
  iterateLate(due: number): Promise<boolean> {
    const before = this.#input.iteration
    const isStarted = (): boolean => this.#input.iteration > before || this.#performer.isInterrupted
    return new Promise((resolve) => this.#iterate(due, this.#options.time.now(), true, () => resolve(isStarted())))
  }

  /** One iteration after the other, until it leaves or may not begin another; its session and connections stay. */
  iterateWhile(mayIterate: Permit): Promise<void> {
    return new Promise((resolve) => this.#iterateWhile(mayIterate, resolve))
  }

  #iterateWhile(mayIterate: Permit, onOver: () => void): void {
    const { time, random } = this.#options
    let start = 0
    const begin = (now: number): void => {
      start = now
      if (this.hasLeft || !mayIterate(now)) onOver()
      else this.#iterate(now, now, false, goOn)
    }
    const goOn = (end: number): void => {
      if (this.#mayGoOn()) begin(end)
      else this.#rester.rest(start, end, random, begin)
    }
    begin(time.now())
  }

  /** Whether the next iteration may start at once: nothing is to be waited for, and this one got its responses. */
  #mayGoOn(): boolean {
    return !this.#rester.isAsked && this.#client.transportErrors === 0 && this.#client.settled > 0
  }

  #iterate(due: number, begin: number, isOpen: boolean, onEnd: OnEnd): void {
    this.#onEnd = onEnd
    try {
      if (this.#session === undefined) {
        this.#begin(due, begin, begin, isOpen)
        this.#send()
        return
      }
      const isReady = this.#session.prepare()
      if (isReady === true) this.#perform(due, begin, begin, isOpen)
      else this.#performWhen(isReady, due, begin, isOpen).catch((error) => this.#fail(error))
    } catch (error) {
      queueMicrotask(() => this.#fail(error))
    }
  }

  #begin(due: number, begin: number, start: number, isOpen: boolean): void {
    const { script, recorder } = this.#options
    this.#lag = begin - due
    this.#start = start
    this.#scope = recorder.scope(script.name, due)
    // Only functions sleep and measure: a declared request has no need of who calls them.
    if (this.#session === undefined) this.#client.begin(this.#scope, this.#lag)
    else this.#performer.enter(this.#scope, this.#lag)
    this.#scope.iterationStarted(start, isOpen ? this.#lag : undefined)
    this.#sent = 0
    this.#succeeded = true
  }

  #send(): void {
    this.#client.send(this.#requests[this.#sent] as ParsedRequest, this.#ending as Ending)
    this.#sent += 1
  }

  #createEnding(): Ending {
    return concluding({
      sent: (succeeded) => this.#goOn(succeeded),
      failed: (error) => this.#fail(error),
    })
  }

  /** Sends the next of a list. Who gets no response does not go on, as a function would not. */
  #goOn(succeeded: boolean): void {
    if (!succeeded) this.#succeeded = false
    const isLast = this.#sent === this.#requests.length
    if (isLast || this.#performer.isInterrupted || this.#client.transportErrors > 0)
      this.#end(this.#judge(isLast && this.#succeeded))
    else this.#send()
  }

  #judge(succeeded: boolean): IterationOutcome {
    if (succeeded) return 'completed'
    return this.#performer.isInterrupted ? 'interrupted' : 'failed'
  }

  async #performWhen(isReady: boolean | Promise<boolean>, due: number, begin: number, isOpen: boolean): Promise<void> {
    const { time } = this.#options
    // A session of its own comes before it, and has samples of its own.
    if (await isReady) this.#perform(due, begin, time.now(), isOpen)
    else this.#onEnd(time.now())
  }

  #perform(due: number, begin: number, start: number, isOpen: boolean): void {
    const { script } = this.#options
    if (script.kind !== 'function') return
    this.#begin(due, begin, start, isOpen)
    const { name, run } = pickTask(script.tasks, this.#input.random)
    this.#task = name
    this.#performer.perform(run, this.#input, this.#onPerformed)
  }

  readonly #onPerformed = (outcome: IterationOutcome, _: unknown, failure: Failure | undefined): void => {
    // An iteration that sent and measured nothing is a sample itself; one that threw is a failed sample, whatever it sent before.
    try {
      if (failure !== undefined || !this.#performer.hasSamples) {
        this.#performer.record(this.#task, { start: this.#start, lag: this.#lag }, outcome, failure)
      }
    } catch (error) {
      this.#options.onFatal(error)
    }
    this.#end(outcome)
  }

  #fail(error: unknown): void {
    this.#options.onFatal(error)
    this.#end(this.#judge(false))
  }

  #end(outcome: IterationOutcome): void {
    const { script, time, onFatal } = this.#options
    const end = time.now()
    const slept = this.#session === undefined ? 0 : this.#performer.slept
    const duration = Math.max(0, end - this.#start - slept)
    try {
      this.#scope.iterationEnded({ outcome, end, duration })
    } catch (error) {
      onFatal(error)
    }
    this.#input.iteration += 1
    if (script.kind !== 'function' || script.session === 'user') this.#onEnd(end)
    else
      this.#session?.end().then(
        () => this.#onEnd(end),
        (error) => this.#fail(error),
      )
  }
}

function ignore(): void {}
