import type { CapacityResult } from '../metrics/capacity-result.ts'
import type { CapacityOptions } from '../run/capacity-options.ts'
import { runFindCapacity } from '../run/find-capacity.ts'
import type { ScenarioInput } from '../scenario/scenario.ts'
import { inContext } from './in-context.ts'
import { currentRunContext } from './run-context.ts'

/**
 * Searches the highest load under which a target keeps to an objective: it doubles the load from `from` on until a level is missed, halves
 * what is between, and measures both ends once more. Each level begins when nothing is in flight and a request alone is as fast as before
 * the first; it also is missed where latency or requests in flight still grow at its end.
 *
 * @param scenario As `load` takes it.
 * @throws as `load` does, and then the levels that were measured are reported all the same. A target that can't hold the lowest level, or holds
 * the highest, is no error: `verdict` says so.
 *
 * @example
 * const limit = await findCapacity('GET /search', {
 *   objective: { p95: '200ms', errorRate: '1%' },
 *   from: '50/s',
 *   to: '5000/s',
 * })
 * expect(limit).toHaveCapacityAbove('500/s')
 */
export async function findCapacity<State = undefined>(
  scenario: ScenarioInput<State>,
  options: CapacityOptions,
): Promise<CapacityResult> {
  const context = currentRunContext()
  return await inContext(context, findCapacity, runFindCapacity(scenario, options, context))
}
