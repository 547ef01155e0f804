import type { RequestLine, RequestOptions } from '../http/request.ts'
import type { LoadResult } from '../metrics/result.ts'
import type { TargetComparison } from '../metrics/target-comparison.ts'
import type { Profile } from '../profile/profile.ts'
import type { ComparedTargets, CompareOptions } from '../run/compare-options.ts'
import { runComparison } from '../run/compare-targets.ts'
import { type FanOutFunction, type FanOutOptions, runBurst } from '../run/fan-out.ts'
import { runLadder } from '../run/ladder.ts'
import type { LadderLevel, LadderOptions } from '../run/ladder-options.ts'
import type { Ladder } from '../run/ladder-result.ts'
import { runLoad } from '../run/load.ts'
import { type LoadEntries, runLoadAll } from '../run/load-all.ts'
import type { LoadOptions } from '../run/load-options.ts'
import type { ScenarioInput } from '../scenario/scenario.ts'
import { inContext } from './in-context.ts'
import { currentRunContext } from './run-context.ts'

/**
 * Puts a scenario under load, and resolves with what was measured. In a test it knows the test, its project's `baseUrl` and its end;
 * in a plain script it is given `baseUrl`.
 *
 * @param scenario A request line (`'GET /health'`), a request, a list of these, a function, a `scenario()`, or the URL of a module that
 * exports one of these.
 * @param profile How the load is applied, such as `constantVus(100, '10s')`.
 * @throws {OptionsError} if something is wrong with what it was given: all of it is listed.
 * @throws {TargetUnreachableError} if nothing answers at the target: within 5 s, and before any load.
 * @throws {HostNotAllowedError} if the target is neither loopback nor allowed.
 * @throws {LoadAbortedError} if the run was aborted, also by `abortWhen`: it carries the result so far.
 *
 * @example
 * const result = await load('GET /health', constantVus(100, '10s'))
 * expect(result).toHaveP95Below('50ms')
 */
export async function load<State = undefined>(
  scenario: ScenarioInput<State>,
  profile: Profile,
  options?: LoadOptions,
): Promise<LoadResult> {
  // The running test is known only until the first await.
  const context = currentRunContext()
  return await inContext(context, load, runLoad(scenario, profile, options, context))
}

/**
 * Puts several scenarios under load at once, each with a profile of its own, and resolves with one result. They begin together, and the run
 * is over with the last of them; all options hold for all of them together. The result has a slice for each:
 * `result.scenario('browse')`.
 *
 * @param scenarios For each name `[scenario, profile]`, as `load` takes them; the names `(start)` and `(other)` are refused.
 * @throws as `load` does.
 *
 * @example
 * const result = await loadAll({
 *   browse: ['GET /products', constantVus(100, '30s')],
 *   buy: [buyer, constantRate('5/s', '30s')],
 * })
 * expect(result.scenario('buy')).toHaveP95Below('300ms')
 */
export async function loadAll<States extends Readonly<Record<string, unknown>>>(
  scenarios: LoadEntries<States>,
  options?: LoadOptions,
): Promise<LoadResult> {
  const context = currentRunContext()
  return await inContext(context, loadAll, runLoadAll(scenarios, options, context))
}

/**
 * Does something once for each item, all at once or `concurrency` at a time, and resolves with what was measured.
 *
 * @param items How often, or a list whose items are the `data` of the calls.
 * @param request A request line, a request, or a function.
 * @throws as `load` does.
 *
 * @example
 * const result = await fanOut(['/health', '/config'], ({ http, data }) => http.get(data))
 * expect(result).toHaveNoErrors()
 */
export async function fanOut<Item = undefined>(
  items: number | readonly Item[],
  request: RequestLine | RequestOptions | FanOutFunction<Item>,
  options?: FanOutOptions,
): Promise<LoadResult> {
  const context = currentRunContext()
  return await inContext(context, fanOut, runBurst(items, request, options, context))
}

/**
 * Puts a scenario under one level of load after the other, and resolves with a result for each. The project's `coolDown` is a rest between
 * them, too.
 *
 * @param scenario As `load` takes it.
 * @param levels Users, whole numbers of at least 1, or arrivals as text such as `'50/s'`; each above the one before.
 * @throws as `load` does: a level that is aborted ends the ladder. The results of those before it are reported already.
 *
 * @example
 * const steps = await ladder('GET /health', [10, 50, 100], { duration: '20s' })
 * expect(steps.level(100)).toHaveSuccessRateAbove('99%')
 * console.log(`${steps}`)
 */
export async function ladder<State = undefined>(
  scenario: ScenarioInput<State>,
  levels: readonly LadderLevel[],
  options?: LadderOptions,
): Promise<Ladder> {
  const context = currentRunContext()
  return await inContext(context, ladder, runLadder(scenario, levels, options, context))
}

/**
 * Puts two servers under the same load in turn, block after block (base, candidate, candidate, base, …), and resolves with a result of each:
 * `expect(comparison).toHaveNoRegression({ p95: '5%' })` judges the differences of blocks that lie side by side. Whatever makes the machine slower or
 * faster for longer than a block happens to both, so it works on a noisy machine, too. Connections of both are kept.
 *
 * @param targets The URLs of both servers.
 * @param scenario As `load` takes it.
 * @param profile `constantVus` or `constantRate`. Its users or its rate count; the time is that of the blocks.
 * @throws as `load` does.
 *
 * @example
 * const comparison = await compareTargets(
 *   { base: 'http://127.0.0.1:3000', candidate: 'http://127.0.0.1:3001' },
 *   'GET /products',
 *   constantVus(10, '1m'),
 *   { blocks: 40, block: '3s' },
 * )
 * expect(comparison).toHaveNoRegression({ p95: '5%', errorRate: '0.1pt' })
 */
export async function compareTargets<State = undefined>(
  targets: ComparedTargets,
  scenario: ScenarioInput<State>,
  profile: Profile,
  options?: CompareOptions,
): Promise<TargetComparison> {
  const context = currentRunContext()
  return await inContext(context, compareTargets, runComparison(targets, scenario, profile, options, context))
}
