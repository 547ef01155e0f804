import type { Random } from '../core/random.ts'
import type { Client } from '../http/client.ts'
import type { Scopes } from '../metrics/scope.ts'
import { nextStart } from '../scenario/pacing.ts'
import { drawThinkTime } from '../scenario/think-time.ts'
import { Alarm, type Sleeper } from './alarms.ts'
import type { Performer } from './performer.ts'
import type { RunTime } from './run-time.ts'
import type { Script } from './script.ts'

/** Milliseconds that a user rests after a transport error: without it, a dead port would count 40,000 failures a second. */
const ERROR_PAUSE = 100
/** Milliseconds that a user iterates without a request before it lets the event loop turn. */
const LONGEST_RUN = 2
/** Milliseconds by which a think time may be shortened because the one before was late: what timers are late by themselves. */
const CARRIED = 10

export interface ResterOptions {
  readonly script: Script
  readonly client: Pick<Client, 'requests' | 'settled' | 'transportErrors'>
  readonly recorder: Scopes
  readonly time: RunTime
  readonly onFatal: (error: unknown) => void
}

/** Told that a rest is over, at `now`; must not throw. */
type OnRested = (now: number) => void

/**
 * Lets a user of the closed model rest between two iterations: by its think time or pacing, or just so long that others get their turn. What
 * it has to know of a rest stands in fields, and its end is a call: most users rest most of the time.
 */
export class Rester implements Sleeper {
  readonly #options: ResterOptions
  readonly #performer: Performer
  readonly #alarm = new Alarm(this)
  #onRested: OnRested = ignore
  /** When the event loop last turned for sure. */
  #turned = 0
  /** When the current iteration was to start by its pacing. */
  #paced: number | undefined
  /** Milliseconds that the think time which is under way was drawn to be; `undefined`: there is none. */
  #planned: number | undefined
  /** When the iteration before it started, and ended. */
  #start = 0
  #end = 0
  /** Milliseconds by which the last think time was too long, so that the next makes up for it. */
  #overslept = 0

  /** Whether the scenario has a think time or pacing. */
  readonly isAsked: boolean

  constructor(options: ResterOptions, performer: Performer) {
    const { script } = options
    this.#options = options
    this.#performer = performer
    this.isAsked = script.kind === 'function' && (script.thinkTime !== undefined || script.pacing !== undefined)
  }

  /** Rests after an iteration, from `start` to `end`; it may be over before this returns. */
  rest(start: number, end: number, random: Random, onRested: OnRested): void {
    const { script, client } = this.#options
    this.#onRested = onRested
    this.#planned = undefined
    if (script.kind === 'function' && script.pacing !== undefined) {
      // Who took too long starts at once, and does not make up for it.
      this.#paced = Math.max(end, nextStart(script.pacing, this.#paced ?? start, random))
      const wait = this.#paced - this.#options.time.now()
      if (wait > 0) this.#sleep(wait)
      else this.#goOn(end)
    } else if (script.kind === 'function' && script.thinkTime !== undefined) {
      this.#think(drawThinkTime(script.thinkTime, random), start, end)
    } else if (client.transportErrors > 0) this.#sleep(ERROR_PAUSE)
    else this.#goOn(end)
  }

  /** The user was told to leave: it rests no longer. */
  leave(): void {
    if (!this.#alarm.isSet) return
    this.#options.time.alarms.cancel(this.#alarm)
    this.wake()
  }

  wake(): void {
    const now = this.#options.time.now()
    if (this.#planned !== undefined && !this.#performer.hasLeft) this.#endThinking(this.#planned, now)
    this.#onRested(now)
  }

  /** There is nothing to wait for. */
  #goOn(end: number): void {
    const { requests, settled } = this.#options.client
    if (settled > 0) this.#onRested(end)
    // Who waits for nothing, or for none of its requests, would keep timers and sockets from ever being served.
    else if (requests > 0 || end - this.#turned >= LONGEST_RUN) this.#turn()
    else this.#onRested(end)
  }

  /** Rests, so that the mean of many rests is what it should be, however late timers are. */
  #think(planned: number, start: number, end: number): void {
    this.#planned = planned
    this.#start = start
    this.#end = end
    const wait = planned - this.#overslept
    if (wait > 0) this.#sleep(wait)
    else this.#turn()
  }

  #endThinking(planned: number, now: number): void {
    const { recorder, script, onFatal } = this.#options
    const late = now - this.#end - planned
    try {
      recorder.scope(script.name, this.#start).thinkTimeEnded({ end: now, cycle: this.#end - this.#start + planned, late })
    } catch (error) {
      onFatal(error)
    }
    this.#overslept = Math.min(CARRIED, late + this.#overslept)
  }

  /** More than 0 milliseconds. */
  #sleep(ms: number): void {
    if (!this.#performer.hasLeft) this.#options.time.alarms.set(this.#alarm, ms)
    else this.wake()
  }

  #turn(): void {
    setImmediate(() => {
      this.#turned = this.#options.time.now()
      this.wake()
    })
  }
}

function ignore(): void {}
