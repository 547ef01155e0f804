import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Baseline } from '../baseline/baseline.ts'
import type { RunSummary } from '../baseline/run-summary.ts'
import { InputError } from '../core/input-error.ts'
import { isDirectory } from './read-file.ts'
import { readInput, summaryOf } from './read-input.ts'

export interface ReadBaseline {
  readonly file: string
  readonly summary: RunSummary
  /** What `toMatchBaseline` wrote, one for each environment; absent of the baseline of a service. */
  readonly matched?: Baseline
}

/**
 * Reads baselines. A directory stands for all JSON files in it, and `__baselines__` for those of all its test files; a result or Locust's
 * files can be a baseline too. Of a service there is one.
 */
export function readBaselines(paths: readonly string[]): ReadBaseline[] {
  const baselines = paths.flatMap(filesOf).map((file): ReadBaseline => {
    const input = readInput(file)
    const matched = input.kind === 'baseline' ? input.matched : undefined
    return { file, summary: summaryOf(input), ...(matched !== undefined && { matched }) }
  })
  const known = new Map<string, string>()
  for (const { file, summary, matched } of baselines) {
    if (matched !== undefined) continue
    const other = known.get(summary.service)
    if (other !== undefined) throw new InputError({ file }, `expected one baseline of '${summary.service}', got ${other} too`)
    known.set(summary.service, file)
  }
  return baselines
}

function filesOf(path: string): readonly string[] {
  if (!isDirectory(path)) return [path]
  const folders = basename(path) === '__baselines__' ? foldersIn(path) : []
  const files = [path, ...folders].flatMap(jsonIn)
  if (files.length === 0) throw new InputError({ file: path }, 'expected a directory with baselines, got one without a JSON file')
  return files
}

function jsonIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => /\.json$/i.test(name))
    .sort()
    .map((name) => join(folder, name))
}

function foldersIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .filter(isDirectory)
}
