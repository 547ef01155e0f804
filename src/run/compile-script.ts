import { expected, OptionsError, type Problem } from '../core/options.ts'
import type { Script } from '../engine/script.ts'
import { parseRequest, type RequestLine, type RequestOptions } from '../http/request.ts'
import type { RequestDefaults } from '../http/request-defaults.ts'
import { isScenario, type ScenarioInput } from '../scenario/scenario.ts'

/** Makes of whatever a user put under load what a virtual user performs. Throws an `OptionsError` with all problems. */
export async function compileScript<State>(
  caller: string,
  input: ScenarioInput<State>,
  defaults: RequestDefaults,
): Promise<Script> {
  if (typeof input === 'function') {
    const run = input as (context: unknown) => unknown
    return { kind: 'function', name: input.name === '' ? 'scenario' : input.name, start: undefined, run, stop: undefined }
  }
  if (isScenario(input)) return { kind: 'function', ...(input as object) } as Script
  if (typeof input !== 'string' && (typeof input !== 'object' || input === null)) throw notAScenario(caller, input)
  // A request without a body to keep: the function that would read it is its own `expect`.
  const declared = { ...defaults, keepsBodies: false }
  const request = await parseRequest(caller, input as RequestLine | RequestOptions, declared)
  return { kind: 'request', name: request.endpoint, request }
}

function notAScenario(caller: string, input: unknown): OptionsError {
  const problems: Problem[] = []
  expected("a request such as 'GET /health', a function or a scenario()", input, 'scenario', problems)
  return new OptionsError(caller, problems)
}
