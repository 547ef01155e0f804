import { loadName } from '../core/name.ts'
import { expected, OptionsError, type Problem, parseTogether } from '../core/options.ts'
import type { FunctionScript, Script, Step } from '../engine/script.ts'
import { parseRequest, type RequestLine, type RequestOptions } from '../http/request.ts'
import { parseRequestDefaults, type RequestDefaults } from '../http/request-defaults.ts'
import { isScenario, type Scenario, type ScenarioInput } from '../scenario/scenario.ts'
import { onlyTask } from '../scenario/tasks.ts'

/** Makes of whatever a user put under load what a virtual user performs. Throws an `OptionsError` with all problems. */
export async function compileScript<State>(
  caller: string,
  input: ScenarioInput<State>,
  defaults: RequestDefaults,
): Promise<Script> {
  if (typeof input === 'function') {
    const name = nameOf(caller, input)
    return fromScenario({ ...plain, name, tasks: onlyTask(name, input as Step) })
  }
  if (isScenario(input)) return fromScenario(input as Scenario)
  if (typeof input !== 'string' && (typeof input !== 'object' || input === null)) throw notAScenario(caller, input)
  // A request without a body to keep: the function that would read it is its own `expect`.
  const declared = { ...defaults, keepsBodies: false }
  const request = await parseRequest(caller, input as RequestLine | RequestOptions, declared)
  return { kind: 'request', name: request.endpoint, request }
}

const plain = {
  start: undefined,
  stop: undefined,
  thinkTime: undefined,
  pacing: undefined,
  cookies: true,
  data: undefined,
  session: 'user',
} as const

function fromScenario({ name, start, tasks, stop, thinkTime, pacing, cookies, data, session }: Scenario): FunctionScript {
  const rowPer = data?.per ?? 'session'
  const steps = { start: start as Step | undefined, tasks: tasks as FunctionScript['tasks'], stop: stop as Step | undefined }
  return { kind: 'function', name, ...steps, thinkTime, pacing, cookies, session, data, rowPer }
}

/**
 * Reads everything else that `caller` was given. Where something is wrong with it, the `OptionsError` lists what is wrong with `input` too,
 * which needs all else to be compiled.
 */
export async function parseBesideScript<State, T>(
  caller: string,
  input: ScenarioInput<State>,
  hasBaseUrl: boolean,
  read: (problems: Problem[]) => T,
): Promise<T> {
  const problems: Problem[] = []
  const value = read(problems)
  if (problems.length === 0) return value
  const baseUrl = hasBaseUrl ? 'http://127.0.0.1' : undefined
  try {
    await compileScript(caller, input, parseRequestDefaults(caller, { baseUrl }))
  } catch (error) {
    if (!(error instanceof OptionsError)) throw error
    problems.push(...error.problems)
  }
  throw new OptionsError(caller, problems)
}

function nameOf(caller: string, { name }: { readonly name: unknown }): string {
  return name === '' ? 'scenario' : parseTogether(caller, (problems) => loadName(name, 'name', problems))
}

function notAScenario(caller: string, input: unknown): OptionsError {
  const problems: Problem[] = []
  expected("a request such as 'GET /health', a function or a scenario()", input, 'scenario', problems)
  return new OptionsError(caller, problems)
}
