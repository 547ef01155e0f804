import type { Arguments } from './arguments.ts'
import type { CommandOption } from './command-option.ts'
import type { Terminal } from './terminal.ts'

/** One command of the command line. */
export interface Command {
  /** As it is written: `baseline save`. */
  readonly name: string
  /** One line for the list of commands. */
  readonly summary: string
  /** What follows the name, without options: `<result.json…>`. Optional is what stands in brackets; empty where there is none. */
  readonly operands: string
  readonly options: Readonly<Record<string, CommandOption>>
  readonly examples: readonly string[]
  /** Gives the exit code: 0, or 1 where a limit is broken. Bad input is thrown as a `LoadTestError`. */
  run(given: Arguments, terminal: Terminal): number | Promise<number>
}
