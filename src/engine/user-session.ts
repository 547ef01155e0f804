import type { Client } from '../http/client.ts'
import { START_SCENARIO } from '../metrics/sample.ts'
import type { Scopes } from '../metrics/scope.ts'
import { exhausted, type RowSource } from '../scenario/row-source.ts'
import type { CallInput, Ended, Performer } from './performer.ts'
import type { RunTime } from './run-time.ts'
import type { FunctionScript, Step } from './script.ts'

/** Milliseconds before a user whose `start` failed tries again. */
const START_PAUSE = 1000

export interface UserSessionOptions {
  readonly client: Pick<Client, 'forgetCookies'>
  /** The run's rows of test data, which all its users share. */
  readonly rows?: RowSource | undefined
  readonly recorder: Scopes
  readonly time: RunTime
  readonly onFatal: (error: unknown) => void
}

/** What one user of a scenario has between `start` and `stop`: a state, and a row of test data. */
export class UserSession {
  readonly #options: UserSessionOptions
  readonly #script: FunctionScript
  readonly #performer: Performer
  readonly #input: CallInput
  /** Whether there is a row, and if so, whether an iteration had it. */
  #row: 'none' | 'fresh' | 'used' = 'none'
  /** Whether it has begun, so that it has to be ended. */
  #isOpen = false

  /** `input` is what the functions of the script are called with: the session puts its state and its row there. */
  constructor(options: UserSessionOptions, script: FunctionScript, performer: Performer, input: CallInput) {
    this.#options = options
    this.#script = script
    this.#performer = performer
    this.#input = input
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  /** Opens it, again and again while that fails and there is time; `undefined`: there is nothing to do before an iteration. */
  open(): Promise<void> | undefined {
    const { session, start } = this.#script
    // Who has nothing to open draws a row when it iterates: users who are only ready would keep them from others.
    if (session === 'iteration' || start === undefined) return undefined
    return this.#drawRow() ? this.#start() : undefined
  }

  /** Whether there is what the next iteration needs: a row, and a session of its own where it has one. */
  prepare(): boolean | Promise<boolean> {
    const script = this.#script
    const isSpent = this.#row === 'used' && (script.rowPer === 'iteration' || script.session === 'iteration')
    if ((isSpent || this.#row === 'none') && !this.#drawRow()) return false
    this.#row = 'used'
    if (script.session === 'user') {
      if (script.start === undefined) this.#isOpen = true
      return true
    }
    this.#options.client.forgetCookies()
    return this.#start().then(() => this.#isOpen)
  }

  async end(): Promise<void> {
    const { stop } = this.#script
    if (stop !== undefined && this.#isOpen) await this.#aside('stop', stop)
    this.#isOpen = false
  }

  /** Draws a row, where there are rows; without one the user leaves. */
  #drawRow(): boolean {
    const { rows, onFatal } = this.#options
    const performer = this.#performer
    if (rows === undefined) return true
    try {
      const row = rows.next()
      if (row === exhausted) performer.leave()
      else {
        this.#input.data = row
        this.#row = 'fresh'
      }
    } catch (error) {
      performer.leave()
      onFatal(error)
    }
    return !performer.hasLeft
  }

  async #start(): Promise<void> {
    const { start } = this.#script
    const performer = this.#performer
    this.#isOpen = start === undefined
    while (start !== undefined && !performer.hasLeft) {
      const { outcome, value } = await this.#aside('start', start)
      this.#input.state = value
      this.#isOpen = outcome === 'completed'
      if (this.#isOpen) return
      await this.#options.time.clock.sleep(START_PAUSE, performer.leaving)
    }
  }

  /** Calls `start` or `stop`: what it sends is counted beside the totals. */
  async #aside(kind: 'start' | 'stop', step: Step): Promise<Ended> {
    const { recorder, time } = this.#options
    const performer = this.#performer
    // Users of the open model open their sessions before the time begins.
    const start = Math.max(0, time.now())
    performer.enter(recorder.scope(START_SCENARIO, start))
    const ended = await performer.call(step, this.#input)
    const { outcome, failure } = ended
    if (failure !== undefined) performer.record(`${kind} of ${this.#script.name}`, { start, lag: 0 }, outcome, failure)
    return ended
  }
}
