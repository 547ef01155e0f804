import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { messageOf, systemCodeOf } from '../core/errors.ts'
import { OptionsError } from '../core/options.ts'
import { isScenario } from '../scenario/scenario.ts'

/** What a module has to put under load. */
export interface ModuleScenario {
  /** Anything that `load` takes but another module. */
  readonly input: unknown
  /** For a function that has no name of its own: that of the file. */
  readonly name: string
}

/**
 * Loads the scenario of a module: its default export, or the one named `scenario`, or the only one that is a function or a `scenario()`.
 * TypeScript is loaded by Node itself, which strips the types.
 *
 * @throws {OptionsError} if there is no such module, if it can't be loaded, or if it has no scenario.
 */
export async function loadScenarioModule(caller: string, url: URL): Promise<ModuleScenario> {
  const refuse = (message: string, cause?: unknown): OptionsError => {
    const error = new OptionsError(caller, [{ at: 'scenario', message }])
    if (cause !== undefined) error.cause = cause
    return error
  }
  if (url.protocol !== 'file:') throw refuse(`Expected the URL of a scenario's module to be a file: URL, got ${url.href}`)
  const path = fileURLToPath(url)
  if (!existsSync(path)) throw refuse(`Expected a module with a scenario at '${path}': there is none`)
  let exported: Readonly<Record<string, unknown>>
  try {
    exported = await import(/* @vite-ignore */ url.href)
  } catch (error) {
    throw refuse(`Expected '${path}' to be a module that Node can load: ${explainLoadError(error)}`, error)
  }
  const input = scenarioOf(exported)
  if (input === undefined) throw refuse(`Expected '${path}' to export a scenario: ${WANTED}, got ${describe(exported)}`)
  return { input, name: basename(path).replace(/(\.scenario)?\.[cm]?[jt]sx?$/, '') }
}

const WANTED = 'as its default, by the name `scenario`, or as its only function or scenario()'

/** Why a module could not be loaded, and what to do. */
export function explainLoadError(error: unknown): string {
  const message = messageOf(error).split('\n', 1)[0] as string
  switch (systemCodeOf(error)) {
    case 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX':
      return `${message}. Node only strips types: write it with what can be erased, such as a const object for an enum, or compile it to JavaScript`
    case 'ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING':
      return `${message}. Node strips no types below node_modules: compile it to JavaScript`
    case 'ERR_UNKNOWN_FILE_EXTENSION':
      return `${message}. Node loads .js, .mjs, .cjs, .ts, .mts and .cts`
    case 'ERR_MODULE_NOT_FOUND':
      return `${message}. Node wants whole file names, such as './orders.ts', and knows no aliases of Vite or TypeScript`
    default:
      return isOfCommonJs(message)
        ? `${message}. Where package.json does not say "type": "module", name it .mts or .mjs`
        : message
  }
}

function isOfCommonJs(message: string): boolean {
  return /Cannot use import statement outside a module|Unexpected token 'export'|Cannot use 'import.meta' outside/.test(message)
}

function scenarioOf(exported: Readonly<Record<string, unknown>>): unknown {
  const named = [exported.default, exported.scenario].find(isInput)
  if (named !== undefined) return named
  const functions = Object.values(exported).filter((value) => typeof value === 'function' || isScenario(value))
  return functions.length === 1 ? functions[0] : undefined
}

/** The default export of a CommonJS module is an object of all its exports. */
function isInput(value: unknown): boolean {
  if (typeof value === 'function' || typeof value === 'string' || Array.isArray(value)) return true
  return isScenario(value) || (typeof value === 'object' && value !== null && 'path' in value)
}

function describe(exported: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(exported)
    .filter((name) => name !== 'module.exports')
    .sort()
  return names.length === 0 ? 'no exports' : names.map((name) => `\`${name}\``).join(', ')
}
