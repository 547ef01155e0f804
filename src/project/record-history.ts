import { relative, resolve, sep } from 'node:path'
import type { TestCase } from 'vitest/node'
import { appendToHistory, readHistory } from '../baseline/history.ts'
import { type HistoryRun, historyRunOf, type TestIdentity } from '../baseline/history-run.ts'
import { type Trend, trendOf } from '../baseline/trend.ts'
import { messageOf } from '../core/errors.ts'
import type { ResultArtifact } from '../vitest/artifact.ts'
import { readResult, reportSettings, resultsOf, type Trends } from './tests.ts'

/** As many runs as can be told apart in a small chart. */
const SHOWN = 30

/** Adds what tests measured to the histories of their projects, and gives the trends. What can't be written is told, and changes nothing. */
export function recordHistory(tests: readonly TestCase[], warn: (message: string) => void): Trends {
  const histories = new Map<string, Map<ResultArtifact, HistoryRun>>()
  for (const test of tests) {
    const { history } = reportSettings(test)
    if (history === undefined) continue
    const path = resolve(test.project.vitest.config.root, history)
    const runs = histories.get(path) ?? new Map<ResultArtifact, HistoryRun>()
    histories.set(path, runs)
    for (const artifact of resultsOf(test)) {
      const result = readResult(artifact)
      const run = typeof result === 'string' ? undefined : historyRunOf(fileOf(test), test.fullName, result)
      if (run !== undefined) runs.set(artifact, run)
    }
  }
  return new Map([...histories].flatMap(([path, runs]) => recordRuns(path, runs, warn)))
}

function recordRuns(
  path: string,
  runs: ReadonlyMap<ResultArtifact, HistoryRun>,
  warn: (message: string) => void,
): readonly (readonly [ResultArtifact, Trend])[] {
  if (runs.size === 0) return []
  try {
    appendToHistory(path, [...runs.values()])
    const trends = new Map(readHistory(path, SHOWN).map((series) => [keyOf(series), trendOf(series)]))
    return [...runs].flatMap(([artifact, run]) => {
      const trend = trends.get(keyOf(run))
      return trend === undefined ? [] : [[artifact, trend] as const]
    })
  } catch (error) {
    warn(`The history has nothing of this run: ${messageOf(error)}`)
    return []
  }
}

/** The same on every machine. */
function fileOf(test: TestCase): string {
  return relative(test.project.vitest.config.root, test.module.moduleId).replaceAll(sep, '/')
}

function keyOf({ file, test, result }: TestIdentity): string {
  return JSON.stringify([file, test, result])
}
