import { loadName } from '../core/name.ts'
import { expected, OptionsError, type Problem, parseTogether } from '../core/options.ts'
import type { FunctionScript, Script, Step } from '../engine/script.ts'
import { type ParsedRequest, parseRequest, type RequestLine, type RequestOptions } from '../http/request.ts'
import type { RequestDefaults } from '../http/request-defaults.ts'
import { isScenario, type Scenario } from '../scenario/scenario.ts'
import { onlyTask } from '../scenario/tasks.ts'
import { loadScenarioModule } from './scenario-module.ts'

/**
 * Makes of whatever a user put under load what a virtual user performs; unless a name is given, it has its own. Throws an `OptionsError` with
 * all problems.
 */
export async function compileScript(caller: string, input: unknown, defaults: RequestDefaults, given?: string): Promise<Script> {
  if (input instanceof URL) return await compileModule(caller, input, defaults, given)
  if (typeof input === 'function') {
    const name = given ?? nameOf(caller, input)
    return fromScenario({ ...plain, name, tasks: onlyTask(name, input as Step) })
  }
  if (isScenario(input)) return fromScenario(given === undefined ? input : renamed(input, given))
  if (typeof input !== 'string' && (typeof input !== 'object' || input === null)) throw notAScenario(caller, input)
  // A request without a body to keep: the function that would read it is its own `expect`.
  const declared = { ...defaults, keepsBodies: false }
  if (Array.isArray(input)) return await compileList(caller, input, declared, given)
  const request = await parseRequest(caller, input as RequestLine | RequestOptions, declared)
  return { kind: 'request', name: given ?? request.endpoint, request }
}

async function compileModule(caller: string, url: URL, defaults: RequestDefaults, given: string | undefined): Promise<Script> {
  const { input, name } = await loadScenarioModule(caller, url)
  const isNameless = typeof input === 'function' && (input.name === '' || input.name === 'default')
  return await compileScript(caller, input, defaults, given ?? (isNameless ? name : undefined))
}

async function compileList(
  caller: string,
  inputs: readonly unknown[],
  defaults: RequestDefaults,
  given: string | undefined,
): Promise<Script> {
  const problems: Problem[] = []
  const requests: ParsedRequest[] = []
  if (inputs.length === 0) expected('a list of at least one request', inputs, 'scenario', problems)
  for (const [index, input] of inputs.entries()) {
    try {
      requests.push(await parseRequest(caller, input as RequestLine | RequestOptions, defaults))
    } catch (error) {
      if (!(error instanceof OptionsError)) throw error
      problems.push(...error.problems.map(({ at, message }) => inList(at, message, index)))
    }
  }
  if (problems.length > 0) throw new OptionsError(caller, problems)
  return { kind: 'requests', name: given ?? nameOfList(requests), requests }
}

function inList(at: string, message: string, index: number): Problem {
  return { at: `scenario[${index}]${at === '' ? '' : `.${at}`}`, message: `Request ${index + 1}: ${message}` }
}

/** Such as `GET /cart, POST /orders and 2 more`. */
function nameOfList(requests: readonly ParsedRequest[]): string {
  const names = requests.map(({ endpoint }) => endpoint)
  return names.length <= 2 ? names.join(', ') : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`
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

/** Its only task has its name. */
function renamed(scenario: Scenario, name: string): Scenario {
  const tasks = scenario.tasks.map((task) => (task.name === scenario.name ? { ...task, name } : task))
  return { ...scenario, name, tasks }
}

function fromScenario({ name, start, tasks, stop, thinkTime, pacing, cookies, data, session }: Scenario): FunctionScript {
  const rowPer = data?.per ?? 'session'
  const steps = { start: start as Step | undefined, tasks: tasks as FunctionScript['tasks'], stop: stop as Step | undefined }
  // To rest for no time is not to rest: each rest takes a turn of the event loop.
  const rest = thinkTime?.kind === 'constant' && thinkTime.duration === 0 ? undefined : thinkTime
  return { kind: 'function', name, ...steps, thinkTime: rest, pacing, cookies, session, data, rowPer }
}

function nameOf(caller: string, { name }: { readonly name: unknown }): string {
  return name === '' ? 'scenario' : parseTogether(caller, (problems) => loadName(name, 'name', problems))
}

function notAScenario(caller: string, input: unknown): OptionsError {
  const problems: Problem[] = []
  expected(
    "a request such as 'GET /health', a list of requests, a function, a scenario() or the URL of a module",
    input,
    'scenario',
    problems,
  )
  return new OptionsError(caller, problems)
}
