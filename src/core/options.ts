import { LoadTestError } from './errors.ts'
import { maskUserInfo } from './mask-user-info.ts'
import { nearest } from './nearest.ts'
import { parseDuration, parseRate, parseShare, parseSize } from './units.ts'

/** One thing that is wrong with what a user gave. */
export interface Problem {
  /** Where: `duration`, `stages[1].target`; empty for the value as a whole. */
  readonly at: string
  /** The whole sentence. */
  readonly message: string
}

/** Bad options: lists every problem, the value found and what is allowed. */
export class OptionsError extends LoadTestError {
  declare readonly problems: readonly Problem[]

  constructor(subject: string, problems: readonly Problem[]) {
    super('ERR_LOAD_OPTIONS', `${subject}: ${describeProblems(problems)}`)
    // Not enumerable, or Vitest would print them a second time.
    Object.defineProperty(this, 'problems', { value: problems })
  }
}

/** Reads one value: returns it in the library's own unit, or adds what is wrong to `problems`. */
export type Reader<T> = (found: unknown, at: string, problems: Problem[]) => T

type Readers = Readonly<Record<string, Reader<unknown>>>
export type Read<R extends Readers> = { readonly [K in keyof R]: R[K] extends Reader<infer T> ? T : never }

interface Bounds {
  readonly min?: number
  readonly max?: number
  /** Excluded lower bound. */
  readonly above?: number
}

/** Reads a value whole, or throws one `OptionsError` that names all its problems. `subject` is what the user called. */
export function parseOptions<T>(subject: string, found: unknown, reader: Reader<T>): T {
  return parseTogether(subject, (problems) => reader(found, '', problems))
}

/** The same for several values: `read` gives all of them to their readers. */
export function parseTogether<T>(subject: string, read: (problems: Problem[]) => T): T {
  const problems: Problem[] = []
  const value = read(problems)
  if (problems.length > 0) throw new OptionsError(subject, problems)
  return value
}

/** Adds the sentence that all bad options share. */
export function expected(what: string, found: unknown, at: string, problems: Problem[]): void {
  problems.push({ at, message: `Expected ${at === '' ? 'a value' : `\`${at}\``} to be ${what}, got ${show(found)}` })
}

/** An object with exactly these fields; unknown names are refused with the nearest known one. */
export function object<R extends Readers>(fields: R): Reader<Read<R>> {
  return (found, at, problems) => {
    const given = found ?? {}
    if (typeof given !== 'object' || Array.isArray(given)) {
      expected('an object of options', found, at, problems)
      return {} as Read<R>
    }
    const names = Object.keys(fields)
    for (const name of Object.keys(given)) {
      if (!names.includes(name)) problems.push(unknownName(join(at, name), name, names))
    }
    const read: Record<string, unknown> = {}
    for (const name of names) read[name] = fields[name]?.((given as Record<string, unknown>)[name], join(at, name), problems)
    return read as Read<R>
  }
}

/** May be left out; then it is `fallback`. */
export function optional<T>(reader: Reader<T>): Reader<T | undefined>
export function optional<T, F>(reader: Reader<T>, fallback: F): Reader<T | F>
export function optional<T>(reader: Reader<T>, fallback?: unknown): Reader<unknown> {
  return (found, at, problems) => (found === undefined ? fallback : reader(found, at, problems))
}

/** A list; empty only where `min` is 0 (default 1). */
export function list<T>(item: Reader<T>, what: string, { min = 1 }: { min?: number } = {}): Reader<readonly T[]> {
  return (found, at, problems) => {
    if (!Array.isArray(found) || found.length < min) {
      expected(min === 0 ? `a list of ${what}` : `a list of at least ${min === 1 ? 'one' : min} ${what}`, found, at, problems)
      return []
    }
    return found.map((one, index) => item(one, `${at}[${index}]`, problems))
  }
}

export const duration = (bounds: Bounds = { above: 0 }): Reader<number> => quantity(parseDuration, 'a time', "'30s'", bounds)
export const rate = (bounds: Bounds = { above: 0 }): Reader<number> => quantity(parseRate, 'a rate', "'200/s'", bounds)
export const share = (bounds: Bounds = { min: 0, max: 1 }): Reader<number> => quantity(parseShare, 'a share', "'1%'", bounds)
export const size = (bounds: Bounds = { above: 0 }): Reader<number> => quantity(parseSize, 'a size', "'16MB'", bounds)

/** A whole number, by default from 1. */
export function integer({ min = 1, max = Number.MAX_SAFE_INTEGER }: { min?: number; max?: number } = {}): Reader<number> {
  return (found, at, problems) => {
    if (Number.isSafeInteger(found) && (found as number) >= min && (found as number) <= max) return found as number
    const bounds = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`
    expected(`a whole number ${bounds}`, found, at, problems)
    return min
  }
}

export function number(bounds: Bounds = {}): Reader<number> {
  return quantity((found) => (typeof found === 'number' && Number.isFinite(found) ? found : undefined), 'a number', '1', bounds)
}

export const text: Reader<string> = (found, at, problems) => {
  if (typeof found === 'string' && found !== '') return found
  expected('a text', found, at, problems)
  return ''
}

export const flag: Reader<boolean> = (found, at, problems) => {
  if (typeof found === 'boolean') return found
  expected('true or false', found, at, problems)
  return false
}

export function oneOf<const T extends string>(...allowed: readonly T[]): Reader<T> {
  return (found, at, problems) => {
    if (allowed.includes(found as T)) return found as T
    expected(`one of ${allowed.map((name) => `'${name}'`).join(', ')}`, found, at, problems)
    return allowed[0] as T
  }
}

/** Anything that passes `test`; `what` completes "to be …". */
export function instance<T>(test: (found: unknown) => found is T, what: string): Reader<T> {
  return (found, at, problems) => {
    if (!test(found)) expected(what, found, at, problems)
    return found as T
  }
}

function quantity(parse: (found: unknown) => number | undefined, kind: string, example: string, bounds: Bounds): Reader<number> {
  return (found, at, problems) => {
    const value = parse(found)
    if (value !== undefined && isWithin(value, bounds)) return value
    expected(`${kind}${describeBounds(bounds)}, such as ${example}`, found, at, problems)
    return Number.NaN
  }
}

function isWithin(value: number, { min = -Infinity, max = Infinity, above = -Infinity }: Bounds): boolean {
  return value >= min && value <= max && value > above
}

function describeBounds({ min, max, above }: Bounds): string {
  const bounds = []
  if (above !== undefined) bounds.push(`above ${above}`)
  if (min !== undefined && max !== undefined) bounds.push(`from ${min} to ${max}`)
  else if (min !== undefined) bounds.push(`of at least ${min}`)
  else if (max !== undefined) bounds.push(`of at most ${max}`)
  return bounds.length === 0 ? '' : ` ${bounds.join(' and ')}`
}

function unknownName(at: string, name: string, known: readonly string[]): Problem {
  const near = nearest(name, known)
  const help = near !== undefined ? `did you mean \`${near}\`?` : `known are ${known.map((one) => `\`${one}\``).join(', ')}`
  return { at, message: `Unknown option \`${at}\`: ${help}` }
}

function describeProblems(problems: readonly Problem[]): string {
  if (problems.length === 1) return problems[0]?.message ?? ''
  return `${problems.length} problems\n${problems.map(({ message }) => `  - ${message}`).join('\n')}`
}

function join(at: string, name: string): string {
  return at === '' ? name : `${at}.${name}`
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

function show(found: unknown): string {
  if (typeof found === 'string') return `'${shorten(maskUserInfo(found))}'`
  if (typeof found === 'function') return 'a function'
  if (Array.isArray(found)) return found.length === 0 ? 'an empty list' : 'a list'
  if (typeof found === 'object' && found !== null) return 'an object'
  return String(found)
}
