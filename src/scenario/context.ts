import type { Random } from '../core/random.ts'
import type { Duration } from '../core/units.ts'
import type { Http } from '../http/http.ts'

/** What a scenario's function gets. */
export interface ScenarioContext<State = undefined, Data = undefined> {
  /** The user's own HTTP client: its own connections. */
  readonly http: Http
  /** What `start` returned. */
  readonly state: State
  /** The item of a `fanOut` over a list. */
  readonly data: Data
  /** The number of the user, from 1. */
  readonly vu: number
  /** The number of the user's iteration, from 0. */
  readonly iteration: number
  /** Counts a check by its name, and returns whether it passed. A check that fails fails nothing by itself. */
  check(name: string, ok: boolean): boolean
  /** Waits; ends at once when the user is told to leave. The time is no part of a latency. */
  sleep(duration: Duration): Promise<void>
  /** The user's own random source, seeded, so that a run can be repeated. */
  readonly random: Random
  /** Aborts when the user is interrupted: at the end of `gracefulStop`, or when the run is aborted. */
  readonly signal: AbortSignal
}
