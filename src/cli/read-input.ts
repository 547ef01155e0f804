import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import type { Baseline } from '../baseline/baseline.ts'
import { environmentName, parseFileName } from '../baseline/baseline-file.ts'
import { readLocustFailures } from '../baseline/locust/failures.ts'
import { readLocustHistory } from '../baseline/locust/history.ts'
import { type LocustRun, serviceOf, summarizeLocust } from '../baseline/locust/locust-run.ts'
import { readLocustStats } from '../baseline/locust/stats.ts'
import { isBaseline, readBaseline } from '../baseline/read-baseline.ts'
import type { RunSummary } from '../baseline/run-summary.ts'
import { isStoredSummary, parseStoredSummary } from '../baseline/stored-summary.ts'
import { summarizeBaseline } from '../baseline/summarize-baseline.ts'
import { summarizeResult } from '../baseline/summarize-result.ts'
import { LoadTestError } from '../core/errors.ts'
import { InputError } from '../core/input-error.ts'
import { parseResult } from '../metrics/load-result.ts'
import type { LoadResult } from '../metrics/result.ts'
import type { StoredResult } from '../metrics/stored-result.ts'
import { readJson, readText } from './read-file.ts'

/** What a file holds. */
export type Input = MeasuredInput | BaselineInput

export interface BaselineInput {
  readonly kind: 'baseline'
  readonly file: string
  readonly summary: RunSummary
  /** What `toMatchBaseline` wrote. */
  readonly matched?: Baseline
}

/** A run: our own result, or Locust's files. */
export type MeasuredInput =
  | { readonly kind: 'result'; readonly file: string; readonly result: LoadResult }
  | { readonly kind: 'locust'; readonly file: string; readonly run: LocustRun }

/** Reads runs. Other files of Locust may be named beside its `_stats.csv`, as `*.csv` does; they are read with it. */
export function readMeasured(files: readonly string[]): MeasuredInput[] {
  return withoutCompanions(files).map((file) => {
    const input = readInput(file)
    if (input.kind !== 'baseline') return input
    throw new InputError({ file }, 'expected a result or a _stats.csv of Locust, got a baseline')
  })
}

/** Reads a result, a `_stats.csv` of Locust with the files beside it, or a baseline. Throws an `InputError` on anything else. */
export function readInput(file: string): Input {
  if (/\.csv$/i.test(file)) return { kind: 'locust', file, run: readLocust(file) }
  if (!/\.json$/i.test(file)) {
    // What is missing or a directory is better said than how its name should end.
    readText(file)
    throw new InputError({ file }, 'expected a file that ends in .json or in _stats.csv')
  }
  const stored = readJson(file)
  try {
    if (isBaseline(stored)) return readMatched(file, stored)
    if (isStoredSummary(stored)) return { kind: 'baseline', file, summary: parseStoredSummary(stored) }
    return { kind: 'result', file, result: parseResult(stored as StoredResult) }
  } catch (cause) {
    if (cause instanceof LoadTestError) throw new InputError({ file }, cause.message, { cause })
    throw cause
  }
}

/** Its file's name tells the environment; another file tells it by its machine. */
function readMatched(file: string, stored: unknown): BaselineInput {
  const matched = readBaseline(stored)
  const environment = parseFileName(basename(file))?.environment ?? environmentName(matched.environment, '')
  return { kind: 'baseline', file, summary: summarizeBaseline(matched, environment), matched }
}

/** The run as it is compared; `service` is what the file calls it unless given. */
export function summaryOf(input: Input, service?: string): RunSummary {
  switch (input.kind) {
    case 'baseline':
      return service === undefined ? input.summary : { ...input.summary, service }
    case 'locust':
      return summarizeLocust(service === undefined ? input.run : { ...input.run, service })
    case 'result':
      return summarizeResult(input.result, service)
  }
}

const COMPANION = /_(stats_history|failures|exceptions)\.csv$/i

function withoutCompanions(files: readonly string[]): readonly string[] {
  return files.filter((file) => !COMPANION.test(file) || !files.includes(file.replace(COMPANION, '_stats.csv')))
}

function readLocust(file: string): LocustRun {
  if (COMPANION.test(file)) {
    throw new InputError({ file }, `expected the _stats.csv of a run: ${basename(file).replace(COMPANION, '_stats.csv')}`)
  }
  const beside = <T>(ending: string, read: (text: string, file: string) => T): T | undefined => {
    const other = file.replace(/_?stats\.csv$/i, ending)
    return other !== file && existsSync(other) ? read(readText(other), other) : undefined
  }
  const stats = readLocustStats(readText(file), file)
  const history = beside('_stats_history.csv', readLocustHistory)
  const failures = beside('_failures.csv', readLocustFailures)
  return {
    service: serviceOf(basename(file)),
    stats,
    ...(history !== undefined && { history }),
    ...(failures !== undefined && { failures }),
  }
}
