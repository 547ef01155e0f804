import type { Random } from '../core/random.ts'
import type { Duration } from '../core/units.ts'
import type { Http } from '../http/http.ts'

/** What a scenario's function gets. */
export interface ScenarioContext<State = undefined, Data = undefined> {
  /** The user's own HTTP client: its own connections and cookies. */
  readonly http: Http
  /** What `start` returned. */
  readonly state: State
  /** The row of the scenario's feeder, or the item of a `fanOut` over a list. */
  readonly data: Data
  /** The number of the user, from 1. */
  readonly vu: number
  /** The number of the user's iteration, from 0. */
  readonly iteration: number
  /** Counts a check by its name, and returns whether it passed. A check that fails fails nothing by itself. */
  check(name: string, ok: boolean): boolean
  /**
   * Times any work, such as a query or a call of a function, as a sample of the endpoint `name`; a promise counts until it settles.
   * Resolves with what the work returned; if it throws, the sample is a failed one, and the same error is thrown on. Work that is under way
   * when the user is interrupted is an interrupted sample. In the open model, what comes first in an iteration is as late as that.
   *
   * @example
   * const rows = await measure('find orders', () => database.query('select * from orders'))
   */
  measure<T>(name: string, work: () => T | Promise<T>): Promise<T>
  /**
   * Keeps a value of a custom metric, such as tokens per second: a number from 0 to 1e12 in a unit of its own, kept to three significant
   * digits and thousandths. Read them with `result.trend(name)`. At most 200 names are told apart.
   *
   * @example
   * record('tokens per second', reply.json().usage.completion_tokens / seconds)
   */
  record(name: string, value: number): void
  /** Waits; ends at once when the user is told to leave. The time is no part of a latency. */
  sleep(duration: Duration): Promise<void>
  /** The user's own random source, seeded, so that a run can be repeated. */
  readonly random: Random
  /** Aborts when the user is interrupted: at the end of `gracefulStop`, or when the run is aborted. */
  readonly signal: AbortSignal
}

/** A function of a scenario, such as one iteration. Anything that it throws is a failed iteration. */
export type ScenarioFunction<State = undefined, Data = undefined> = (context: ScenarioContext<State, Data>) => unknown
