import type { LoadResult } from '../metrics/result.ts'
import type { RowFigures } from './run-summary.ts'
import { summarizeResult } from './summarize-result.ts'

/** A run as a history keeps it. */
export interface HistoryRun extends TestIdentity {
  /** Profile, scale and machine in one line: runs under other conditions are another series. */
  readonly conditions: string
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly figures: RowFigures
}

/** What a series of runs is of. */
export interface TestIdentity {
  /** The test's file, relative to its project, with slashes. */
  readonly file: string
  /** The test's full name. */
  readonly test: string
  /** The result's name; a test may have several. */
  readonly result: string
}

/** A result as a history keeps it; nothing of one that was aborted, which says nothing of a trend. */
export function historyRunOf(file: string, test: string, result: LoadResult): HistoryRun | undefined {
  if (result.outcome.state === 'aborted') return undefined
  const { profile = '', total, scale } = summarizeResult(result)
  const { cpu, cores } = result.environment
  const conditions = [profile, ...(scale === 1 ? [] : [`at a scale of ${scale}`]), `${cores} × ${cpu}`].join(' · ')
  const [stored, name, title, where] = [file, result.name, test, conditions].map(storable) as [string, string, string, string]
  return { file: stored, test: title, result: name, conditions: where, startedAt: result.startedAt, figures: total }
}

/** As a database gives it back. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd')
}
