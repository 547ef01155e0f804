import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { RunSummary } from '../baseline/run-summary.ts'
import { InputError } from '../core/input-error.ts'
import { isDirectory } from './read-file.ts'
import { readInput, summaryOf } from './read-input.ts'

export interface ReadBaseline {
  readonly file: string
  readonly summary: RunSummary
}

/** Reads baselines, one service each: a directory stands for all JSON files in it; a result or Locust's files can be a baseline too. */
export function readBaselines(paths: readonly string[]): ReadBaseline[] {
  const baselines = paths.flatMap(filesOf).map((file) => ({ file, summary: summaryOf(readInput(file)) }))
  const known = new Map<string, string>()
  for (const { file, summary } of baselines) {
    const other = known.get(summary.service)
    if (other !== undefined) throw new InputError({ file }, `expected one baseline of '${summary.service}', got ${other} too`)
    known.set(summary.service, file)
  }
  return baselines
}

function filesOf(path: string): readonly string[] {
  if (!isDirectory(path)) return [path]
  const files = readdirSync(path)
    .filter((name) => /\.json$/i.test(name))
    .sort()
  if (files.length === 0) throw new InputError({ file: path }, 'expected a directory with baselines, got one without a JSON file')
  return files.map((name) => join(path, name))
}
