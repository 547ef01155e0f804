import { parseArgs } from 'node:util'
import { nearest } from '../core/nearest.ts'
import type { CommandOption } from './command-option.ts'
import { UsageError } from './usage-error.ts'

/** What was given to a command. */
export interface Arguments {
  /** In their order. */
  readonly operands: readonly string[]
  has(option: string): boolean
  value(option: string): string | undefined
  values(option: string): readonly string[]
}

/** What a command is called and takes. */
interface Accepting {
  readonly name: string
  readonly options: Readonly<Record<string, CommandOption>>
}

/** Reads what follows a command's name. Throws a `UsageError` at the first thing that is wrong. */
export function parseArguments(args: readonly string[], { name, options }: Accepting): Arguments {
  const known = { ...options, help: { description: '' } } as Readonly<Record<string, CommandOption>>
  const { tokens, positionals } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.entries(known).map(([option, { value }]) => [
        option,
        { type: value === undefined ? ('boolean' as const) : ('string' as const), ...(option === 'help' && { short: 'h' }) },
      ]),
    ),
    // Its own errors know no nearest name.
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const given = new Map<string, string[]>()
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const option = Object.hasOwn(known, token.name) ? known[token.name] : undefined
    if (option === undefined) throw new UsageError(unknownOption(token.rawName, name, Object.keys(known)))
    const earlier = given.get(token.name) ?? []
    if (earlier.length > 0 && option.isRepeatable === undefined) {
      throw new UsageError(`Expected ${token.rawName} once, got it twice`)
    }
    given.set(token.name, [...earlier, readValue(token, option)])
  }
  return {
    operands: positionals,
    has: (option) => given.has(option),
    value: (option) => given.get(option)?.[0],
    values: (option) => given.get(option) ?? [],
  }
}

interface OptionToken {
  readonly rawName: string
  readonly value?: string | undefined
  readonly inlineValue?: boolean | undefined
}

function readValue({ rawName, value, inlineValue }: OptionToken, option: CommandOption): string {
  if (option.value === undefined) {
    if (value !== undefined) throw new UsageError(`Expected ${rawName} without a value, got '${value}'`)
    return ''
  }
  // What looks like an option is one that lacks its value before it.
  const isMissing = value === undefined || value === '' || (inlineValue === false && /^--?[a-z]/i.test(value))
  if (isMissing) throw new UsageError(`Expected ${rawName} to have a value: ${rawName} ${option.value}`)
  return value
}

function unknownOption(rawName: string, command: string, known: readonly string[]): string {
  const near = nearest(rawName.replace(/^-+/, ''), known)
  const help = near === undefined ? `see vitest-load ${command} --help` : `did you mean --${near}?`
  return `Unknown option ${rawName}: ${help}`
}
