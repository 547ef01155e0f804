import { loadName } from '../core/name.ts'
import { flag, instance, object, oneOf, optional, parseOptions } from '../core/options.ts'
import type { Duration } from '../core/units.ts'
import type { RequestLine, RequestOptions } from '../http/request.ts'
import type { ScenarioContext, ScenarioFunction } from './context.ts'
import { type Feeder, isFeeder } from './feeder.ts'
import { type Pacing, readPacing } from './pacing.ts'
import { readTasks, type Task, type WeightedTask } from './tasks.ts'
import { type ThinkTime, thinkTime } from './think-time.ts'

export type { ScenarioFunction } from './context.ts'

/** What a user does: see `scenario()`. */
export interface Scenario<State = unknown, Data = unknown> {
  readonly name: string
  /** Opens a session; what it returns is the `state` of its iterations. */
  readonly start: ((context: ScenarioContext<undefined, Data>) => State | Promise<State>) | undefined
  /** What an iteration may do: one of them. */
  readonly tasks: readonly Task<State, Data>[]
  /** Ends a session. */
  readonly stop: ScenarioFunction<State, Data> | undefined
  /** Before the next iteration. */
  readonly thinkTime: ThinkTime | undefined
  readonly pacing: Pacing | undefined
  readonly cookies: boolean
  readonly data: Feeder<Data> | undefined
  readonly session: 'user' | 'iteration'
}

/** What `scenario()` takes. Write `start` before `run`, so that the type of `state` is inferred. */
export interface ScenarioOptions<State, Data = undefined> {
  /** Names the scenario in results, and its iterations that send no request; `(start)` and `(other)` are refused. */
  readonly name: string
  /** Rows of test data: `data` in the functions. */
  readonly data?: Feeder<Data>
  /**
   * Opens a session: runs once for each user before its first iteration, again and again until it succeeds. What it sends counts under
   * the scenario `(start)`, not in the totals.
   */
  readonly start?: (context: ScenarioContext<undefined, Data>) => State | Promise<State>
  /**
   * One iteration; or a list of tasks, `[weight, name, function]`, of which each iteration is one, chosen at random by weight. The name
   * of a task names its iterations that send no request.
   */
  readonly run: ScenarioFunction<State, Data> | readonly WeightedTask<State, Data>[]
  /**
   * Ends a session: runs once for each user after its last iteration, within the profile's `gracefulStop`; not when the run is aborted,
   * and not where `start` never succeeded.
   */
  readonly stop?: ScenarioFunction<State, Data>
  /**
   * A user's rest after each iteration: a duration, or one drawn anew each time, such as `between('0.5s', '2s')`. Not together with
   * `pacing`.
   * @default none
   */
  readonly thinkTime?: Duration | ThinkTime
  /**
   * One iteration of a user per …, whatever it takes: `pacing('5s')`, or what that takes.
   * @default each iteration starts when the last is done
   */
  readonly pacing?: Duration | ThinkTime | Pacing
  /**
   * Whether users keep the cookies that they are given, as a browser does.
   * @default true
   */
  readonly cookies?: boolean
  /**
   * `'user'`: one session for all iterations of a user. `'iteration'`: each iteration is a visitor of its own, with `start`, `stop` and
   * fresh cookies.
   * @default 'user'
   */
  readonly session?: 'user' | 'iteration'
}

/**
 * What `load` puts under load: a request line, a request, a list of these that an iteration sends one after another, any function, a scenario
 * with a session, or the URL of a module that exports one of these.
 */
export type ScenarioInput<State = unknown> =
  | RequestLine
  | RequestOptions
  | readonly (RequestLine | RequestOptions)[]
  | URL
  | ScenarioFunction
  // biome-ignore lint/suspicious/noExplicitAny: whoever performs a scenario passes its rows on without looking at them
  | Scenario<State, any>

/**
 * A scenario whose users have a session: `start` opens it, `run` is one iteration, `stop` ends it.
 *
 * @throws {OptionsError} lists everything that is wrong.
 * @example
 * const shopper = scenario({
 *   name: 'shopper',
 *   thinkTime: between('0.5s', '2s'),
 *   start: async ({ http }) => ({ token: (await http.post('/login', { json: { user: 'ada' } })).json().token as string }),
 *   run: [
 *     [50, 'order status', async ({ http, state }) => {
 *       await http.get('/orders/42', { name: 'GET /orders/:id', headers: { authorization: state.token } })
 *     }],
 *     [25, 'product', async ({ http }) => { await http.get('/products?q=lamp') }],
 *   ],
 * })
 */
export function scenario<State = undefined, Data = undefined>(options: ScenarioOptions<State, Data>): Scenario<State, Data> {
  const made = parseOptions('scenario', options, (found, at, problems) => {
    const name = (found as { name?: unknown } | null | undefined)?.name
    const { run: tasks, ...read } = object({ ...fields, run: readTasks(String(name)) })(found, at, problems)
    if (read.thinkTime !== undefined && read.pacing !== undefined) {
      problems.push({ at: 'pacing', message: 'Expected only one of `thinkTime` and `pacing`, got both' })
    }
    return { ...read, tasks } as Scenario<State, Data>
  })
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
const aFunction = instance(isFunction, 'a function')

const fields = {
  name: loadName,
  data: optional(instance(isFeeder, "a feeder, such as feeder('users.csv')")),
  start: optional(aFunction),
  stop: optional(aFunction),
  thinkTime: optional(thinkTime),
  pacing: optional(readPacing),
  cookies: optional(flag, true),
  session: optional(oneOf('user', 'iteration'), 'user'),
}
