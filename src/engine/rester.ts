import type { Random } from '../core/random.ts'
import type { Client } from '../http/client.ts'
import type { Scopes } from '../metrics/scope.ts'
import { nextStart } from '../scenario/pacing.ts'
import { drawThinkTime } from '../scenario/think-time.ts'
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
  readonly performer: Performer
  readonly recorder: Scopes
  readonly time: RunTime
}

/** Lets a user of the closed model rest between two iterations: by its think time or pacing, or just so long that others get their turn. */
export class Rester {
  readonly #options: ResterOptions
  /** When the event loop last turned for sure. */
  #turned = 0
  /** When the current iteration was to start by its pacing. */
  #paced: number | undefined
  /** Milliseconds by which the last think time was too long, so that the next makes up for it. */
  #overslept = 0

  /** Whether the scenario has a think time or pacing. */
  readonly isAsked: boolean

  constructor(options: ResterOptions) {
    const { script } = options
    this.#options = options
    this.isAsked = script.kind === 'function' && (script.thinkTime !== undefined || script.pacing !== undefined)
  }

  /** Rests after an iteration, from `start` to `end`; returns the moment at which the next one may start. */
  async rest(start: number, end: number, random: Random): Promise<number> {
    const { script, time, performer, client } = this.#options
    const { requests, settled, transportErrors } = client
    if (script.kind === 'function' && script.pacing !== undefined) {
      this.#paced = nextStart(script.pacing, this.#paced ?? start, random)
      // Who took too long starts at once, and does not make up for it.
      if (this.#paced < end) this.#paced = end
      else await time.until(this.#paced, performer.leaving)
    } else if (script.kind === 'function' && script.thinkTime !== undefined) {
      await this.#think(drawThinkTime(script.thinkTime, random), start, end)
    } else if (transportErrors > 0) await time.clock.sleep(ERROR_PAUSE, performer.leaving)
    else if (settled > 0) return end
    // Who waits for nothing, or for none of its requests, would keep timers and sockets from ever being served.
    else if (requests > 0 || end - this.#turned >= LONGEST_RUN) await this.#turn()
    else return end
    return time.now()
  }

  /** Rests, so that the mean of many rests is what it should be, however late timers are. */
  async #think(planned: number, start: number, begin: number): Promise<void> {
    const { time, recorder, script, performer } = this.#options
    const { leaving } = performer
    const wait = planned - this.#overslept
    if (wait > 0) await time.clock.sleep(wait, leaving)
    else await this.#turn()
    if (leaving.aborted) return
    const end = time.now()
    recorder.scope(script.name, start).thinkTimeEnded({ end, cycle: begin - start + planned, late: end - begin - planned })
    this.#overslept = Math.min(CARRIED, end - begin - wait)
  }

  async #turn(): Promise<void> {
    await this.#options.performer.turn()
    this.#turned = this.#options.time.now()
  }
}
