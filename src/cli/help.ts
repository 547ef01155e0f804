import { padEnd } from '../report/printable.ts'
import type { Command } from './command.ts'

/** What the program can do, in general. */
export function programHelp(commands: readonly Command[]): string {
  return [
    'Usage: vitest-load <command> [options]',
    '',
    'Sets load tests up, and renders, analyses and compares what they left behind. They are run by `vitest run`.',
    '',
    'Commands:',
    ...columns(commands.map(({ name, summary }) => [name, summary])),
    '',
    'Options:',
    ...columns([
      ['-h, --help', 'show this, or the help of a command'],
      ['-v, --version', 'show the version'],
    ]),
    '',
    'Exit codes: 0, 1 where a limit is broken or a run became worse, 2 for bad input.',
  ].join('\n')
}

/** What one command does. */
export function commandHelp({ name, summary, operands, options, examples }: Command): string {
  const rows = Object.entries(options).map(([option, { value, description, isRepeatable }]): [string, string] => [
    value === undefined ? `--${option}` : `--${option} ${value}`,
    isRepeatable === undefined ? description : `${description}; may be given several times`,
  ])
  return [
    `Usage: ${['vitest-load', name, operands, '[options]'].filter((part) => part !== '').join(' ')}`,
    '',
    `${summary[0]?.toUpperCase()}${summary.slice(1)}.`,
    '',
    'Options:',
    ...columns([...rows, ['-h, --help', 'show this']]),
    '',
    'Examples:',
    ...examples.map((example) => `  ${example}`),
  ].join('\n')
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, text]) => `  ${padEnd(name, width)}  ${text}`)
}
