import { formatCount } from '../core/format.ts'
import type { LoadResult } from '../metrics/result.ts'
import type { NotedVerdict } from '../verdict/noted.ts'
import { formatFailed, formatPercentile, NONE } from './measurement-row.ts'
import { type Paint, plain } from './paint.ts'
import { resultTitle } from './result-title.ts'
import { standingOfTest, standingOfVerdict } from './standing.ts'
import { layOut, type Row } from './table.ts'
import type { TextOptions } from './terminal.ts'
import { formatMark } from './verdict-line.ts'

/** A test that loaded. */
export interface TestSummary {
  readonly name: string
  /** `skipped` is a test that was cancelled; its results are of the part that ran. */
  readonly state: 'passed' | 'failed' | 'skipped'
  readonly results: readonly LoadResult[]
  readonly verdicts: readonly NotedVerdict[]
}

/** All tests of a run at a glance, a line for each result. */
export function formatSummary(tests: readonly TestSummary[], { width = 120, paint = plain }: TextOptions = {}): string {
  const lines = tests.flatMap((test) =>
    rowsOf(test).map((row, index) => ({ row, mark: index === 0 ? markOf(test, paint) : ' ' })),
  )
  const titles: Row = ['', 'requests', 'failed', 'p95'].map((text) => ({ text, style: 'dim' }))
  const [header, ...rows] = layOut([titles, ...lines.map(({ row }) => row)], width - 4, paint)
  return [
    `  ${paint('bold', 'Load')}  ${formatTally(tests, paint)}`,
    '',
    `    ${header}`,
    ...rows.map((row, index) => `  ${lines[index]?.mark} ${row}`),
  ].join('\n')
}

function rowsOf({ name, results }: TestSummary): Row[] {
  if (results.length === 0) return [[name, NONE, NONE, NONE]]
  return results.map((result) => {
    const { requests } = result
    const title = results.length === 1 ? name : resultTitle(name, result.name)
    return [title, formatCount(requests.total), formatFailed(requests.failed), formatPercentile(result, 95)]
  })
}

function formatTally(tests: readonly TestSummary[], paint: Paint): string {
  const count = (state: TestSummary['state']): number => tests.filter((test) => test.state === state).length
  const parts = [paint('green', `${count('passed')} passed`)]
  if (count('failed') > 0) parts.push(paint('red', `${count('failed')} failed`))
  if (count('skipped') > 0) parts.push(paint('yellow', `${count('skipped')} cancelled`))
  return parts.join(paint('dim', ' · '))
}

function markOf(test: TestSummary, paint: Paint): string {
  const { state, verdicts, results } = test
  if (state === 'skipped') return paint('yellow', NONE)
  return formatMark(standingOfTest(state, verdicts.map(standingOfVerdict), results.some(hasFailures)), paint)
}

function hasFailures({ requests, iterations }: LoadResult): boolean {
  return requests.failed > 0 || iterations.failed > 0
}
