import { OptionsError, type Problem, parseTogether } from '../core/options.ts'
import type { Script } from '../engine/script.ts'
import { parseRequestDefaults, type RequestDefaults } from '../http/request-defaults.ts'
import { ofScenario } from './apply-profile.ts'
import { compileScript } from './compile-script.ts'

/** What a user put under load, and under which name it counts. */
export interface NamedInput {
  /** `undefined`: it has a name of its own. */
  readonly name: string | undefined
  readonly input: unknown
}

/** Makes of each input what virtual users perform. Throws one `OptionsError` with all problems of all of them. */
export async function compileScripts(
  caller: string,
  inputs: readonly NamedInput[],
  defaults: RequestDefaults,
): Promise<Script[]> {
  const problems: Problem[] = []
  const scripts = await compileAll(caller, inputs, defaults, problems)
  if (problems.length > 0) throw new OptionsError(caller, problems)
  return scripts
}

/**
 * Reads everything else that `caller` was given. Where something is wrong with it, the `OptionsError` lists what is wrong with the `inputs`
 * too, which need all else to be compiled.
 */
export async function parseBesideScripts<T>(
  caller: string,
  inputs: readonly NamedInput[],
  hasBaseUrl: boolean,
  read: (problems: Problem[]) => T,
): Promise<T> {
  const problems: Problem[] = []
  const value = read(problems)
  if (problems.length === 0) return value
  const baseUrl = hasBaseUrl ? 'http://127.0.0.1' : undefined
  await compileAll(caller, inputs, parseRequestDefaults(caller, { baseUrl }), problems)
  return parseTogether(caller, (all) => {
    all.push(...problems)
    return value
  })
}

async function compileAll(
  caller: string,
  inputs: readonly NamedInput[],
  defaults: RequestDefaults,
  problems: Problem[],
): Promise<Script[]> {
  const scripts: Script[] = []
  for (const { name, input } of inputs) {
    try {
      scripts.push(await compileScript(caller, input, defaults, name))
    } catch (error) {
      if (!(error instanceof OptionsError)) throw error
      problems.push(...error.problems.map((problem) => ofScenario(problem, name)))
    }
  }
  return scripts
}
