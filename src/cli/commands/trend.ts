import { existsSync } from 'node:fs'
import { readHistory } from '../../baseline/history.ts'
import { trendOf } from '../../baseline/trend.ts'
import { InputError } from '../../core/input-error.ts'
import { nearest } from '../../core/nearest.ts'
import { DEFAULT_HISTORY } from '../../core/settings.ts'
import { trendMarkdown } from '../../report/trend-markdown.ts'
import { trendTitle } from '../../report/trend-rows.ts'
import type { Command } from '../command.ts'
import { formatTrend } from '../format-trend.ts'
import { isDirectory } from '../read-file.ts'
import { UsageError } from '../usage-error.ts'

const DEFAULT_LAST = 30
const MOST = 1000

/** `vitest-load trend`: how tests went from run to run. */
export const trendCommand: Command = {
  name: 'trend',
  summary: 'show the last runs of each test, and where their level changed',
  operands: '[part of a test name]',
  options: {
    last: { value: 'N', description: `how many runs at most; ${DEFAULT_LAST} unless given` },
    history: { value: 'file', description: `what loadProject({ history }) writes; ${DEFAULT_HISTORY} unless given` },
    md: { description: 'as Markdown' },
    json: { description: 'as JSON' },
  },
  examples: ['vitest-load trend', 'vitest-load trend checkout --last 100', 'vitest-load trend --md > docs/trend.md'],
  run(given, terminal) {
    if (given.has('md') && given.has('json')) throw new UsageError('Expected one of --md and --json, got both')
    const last = readLast(given.value('last'))
    const file = given.value('history') ?? DEFAULT_HISTORY
    if (existsSync(file) && isDirectory(file)) throw new InputError({ file }, 'expected a history, got a directory')
    const all = readHistory(file, last).map(trendOf)
    const [part = ''] = given.operands
    const trends = all.filter((trend) => `${trend.file} ${trendTitle(trend)}`.toLowerCase().includes(part.toLowerCase()))
    if (trends.length === 0) throw new InputError({ file }, noSuchTest(part, all.map(trendTitle)))
    if (given.has('json')) terminal.print(JSON.stringify({ schemaVersion: 1, trends }, undefined, 2))
    else if (given.has('md')) terminal.print(trendMarkdown(trends).trimEnd())
    else terminal.print(trends.map((trend) => formatTrend(trend, terminal)).join('\n\n\n'))
    return 0
  },
}

function readLast(found: string | undefined): number {
  if (found === undefined) return DEFAULT_LAST
  const last = /^\d{1,4}$/.test(found) ? Number(found) : 0
  if (last >= 1 && last <= MOST) return last
  throw new UsageError(`Expected --last to be a whole number from 1 to ${MOST}, got '${found}'`)
}

function noSuchTest(part: string, titles: readonly string[]): string {
  if (titles.length === 0) return 'expected runs, got none'
  const near = nearest(part, titles)
  const help =
    near === undefined
      ? `it has ${titles
          .slice(0, 5)
          .map((one) => `'${one}'`)
          .join(', ')}`
      : `did you mean '${near}'?`
  return `expected a test with '${part}' in its name, got none: ${help}`
}
