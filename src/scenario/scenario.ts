import { loadName } from '../core/name.ts'
import { instance, object, optional, parseOptions } from '../core/options.ts'
import type { RequestLine, RequestOptions } from '../http/request.ts'
import type { ScenarioContext } from './context.ts'

/** One iteration of a user. Anything that it throws is a failed iteration. */
export type ScenarioFunction<State = undefined> = (context: ScenarioContext<State>) => unknown

/** What a user does: see `scenario()`. */
export interface Scenario<State = unknown> {
  readonly name: string
  /** Opens a user's session; what it returns is the `state` of the user's iterations. */
  readonly start: ((context: ScenarioContext<undefined>) => State | Promise<State>) | undefined
  readonly run: ScenarioFunction<State>
  /** Ends a user's session. */
  readonly stop: ScenarioFunction<State> | undefined
}

/** What `scenario()` takes. Write `start` before `run`, so that the type of `state` is inferred. */
export interface ScenarioOptions<State> {
  /** Names the scenario in results, and its iterations that send no request; `(start)` and `(other)` are refused. */
  readonly name: string
  /** Runs once for each user before its first iteration. What it sends counts under the scenario `(start)`, not in the totals. */
  readonly start?: (context: ScenarioContext<undefined>) => State | Promise<State>
  /** One iteration. */
  readonly run: ScenarioFunction<State>
  /** Runs once for each user after its last iteration, within the profile's `gracefulStop`; not when the run is aborted. */
  readonly stop?: ScenarioFunction<State>
}

/** What `load` puts under load: a request line, a request, any function, or a scenario with a session. */
export type ScenarioInput<State = unknown> = RequestLine | RequestOptions | ScenarioFunction<undefined> | Scenario<State>

/**
 * A scenario whose users have a session: `start` opens it, `run` is one iteration, `stop` ends it.
 *
 * Throws an `OptionsError` that lists everything that is wrong.
 *
 * @example
 * const shopper = scenario({
 *   name: 'shopper',
 *   start: async ({ http }) => ({ token: (await http.post('/login', { json: { user: 'ada' } })).json().token as string }),
 *   run: async ({ http, state }) => {
 *     await http.get('/orders/42', { name: 'GET /orders/:id', headers: { authorization: state.token } })
 *   },
 * })
 */
export function scenario<State = undefined>(options: ScenarioOptions<State>): Scenario<State> {
  const { name, start, run, stop } = parseOptions('scenario', options, readScenario)
  const made = { name, start, run, stop } as Scenario<State>
  scenarios.add(made)
  return Object.freeze(made)
}

/** Whether a value was made by `scenario()`. */
export function isScenario(value: unknown): value is Scenario {
  return typeof value === 'object' && value !== null && scenarios.has(value)
}

// Recognised by identity: a plain object is a request.
const scenarios = new WeakSet<object>()

// biome-ignore lint/complexity/noBannedTypes: whether a function's parameters fit is for the type checker
const isFunction = (found: unknown): found is Function => typeof found === 'function'

const readScenario = object({
  name: loadName,
  start: optional(instance(isFunction, 'a function')),
  run: instance(isFunction, 'a function'),
  stop: optional(instance(isFunction, 'a function')),
})
