import { readFileSync } from 'node:fs'
import { LoadTestError, messageOf, stackOf } from '../core/errors.ts'
import { nearest } from '../core/nearest.ts'
import { outsideLines } from '../report/outside-text.ts'
import { parseArguments } from './arguments.ts'
import type { Command } from './command.ts'
import { commands } from './commands.ts'
import { commandHelp, programHelp } from './help.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

export const BAD_INPUT = 2
/** What BSD's sysexits call an internal software error. */
const OWN_FAULT = 70

/** Runs the program with what follows its name, and gives its exit code: 0, 1 where a limit is broken, 2 for bad input. */
export async function runProgram(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await dispatch(args, terminal)
  } catch (error) {
    if (error instanceof LoadTestError) {
      terminal.warn(`vitest-load: ${outsideLines(error.message)}`)
      return BAD_INPUT
    }
    terminal.warn(`vitest-load: a fault of its own, please report it: ${outsideLines(stackOf(error) ?? messageOf(error))}`)
    return OWN_FAULT
  }
}

function dispatch(args: readonly string[], terminal: Terminal): number | Promise<number> {
  const [first = '', second = ''] = args
  if (first === '--version' || first === '-v') {
    terminal.print(readVersion())
    return 0
  }
  if (first === '--help' || first === '-h' || first === 'help') {
    terminal.print(programHelp(commands))
    return 0
  }
  if (first === '') throw new UsageError(`Expected a command\n\n${programHelp(commands)}`)
  const command = commands.find(({ name }) => name === first) ?? commands.find(({ name }) => name === `${first} ${second}`)
  if (command !== undefined) return runCommand(command, args.slice(command.name.split(' ').length), terminal)

  const group = commands.filter(({ name }) => name.startsWith(`${first} `))
  if (group.length > 0 && /^(--help|-h)$/.test(second)) {
    terminal.print(group.map(commandHelp).join('\n\n'))
    return 0
  }
  throw new UsageError(
    unknownCommand(group.length > 0 ? `${first} ${second}`.trim() : first, group.length > 0 ? group : commands),
  )
}

function runCommand(command: Command, args: readonly string[], terminal: Terminal): number | Promise<number> {
  const given = parseArguments(args, command)
  if (given.has('help')) {
    terminal.print(commandHelp(command))
    return 0
  }
  const { operands } = command
  if (given.operands.length === 0 && operands.startsWith('<')) {
    throw new UsageError(`Expected ${operands}\n\n${commandHelp(command)}`)
  }
  const most = operands.startsWith('<') ? Number.POSITIVE_INFINITY : Number(operands !== '')
  const [surplus] = given.operands.slice(most)
  if (surplus !== undefined) {
    throw new UsageError(
      `Expected ${most === 0 ? 'options alone' : `${operands} alone`}, got '${surplus}'\n\n${commandHelp(command)}`,
    )
  }
  return command.run(given, terminal)
}

function unknownCommand(name: string, known: readonly Command[]): string {
  const names = known.map((command) => command.name)
  const near = name.startsWith('-') ? undefined : nearest(name, names)
  const help = near === undefined ? `known are ${names.map((one) => `'${one}'`).join(', ')}` : `did you mean '${near}'?`
  return `Unknown ${name.startsWith('-') ? 'option' : 'command'} '${name}': ${help}`
}

function readVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { readonly version: string }).version
}
