import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { InputError } from '../core/input-error.ts'
import { isDirectory } from './read-file.ts'
import { type MeasuredInput, readMeasured, summaryOf } from './read-input.ts'

/** Runs, and whole sentences about those that were left out. */
export interface LatestRuns {
  readonly inputs: readonly MeasuredInput[]
  readonly notes: readonly string[]
}

/** Reads runs; a directory stands for the latest run of each service in it, because reports of earlier runs stay there. */
export function readLatest(paths: readonly string[]): LatestRuns {
  const directories = paths.filter(isDirectory).map(latestIn)
  const named = readMeasured(paths.filter((path) => !isDirectory(path)))
  return {
    inputs: [...named, ...directories.flatMap(({ inputs }) => inputs)],
    notes: directories.flatMap(({ notes }) => notes),
  }
}

const RESULT = /_result\.json$/i
const STATS = /_stats\.csv$/i

function latestIn(directory: string): LatestRuns {
  const services = new Map<string, { latest: MeasuredInput; at: string; runs: number }>()
  for (const input of readMeasured(runFiles(directory))) {
    const { service, measuredAt: at = '' } = summaryOf(input)
    const known = services.get(service)
    if (known === undefined) services.set(service, { latest: input, at, runs: 1 })
    else {
      known.runs += 1
      // Names begin with the time, so of files without one of their own the last is the latest.
      if (at >= known.at) Object.assign(known, { latest: input, at })
    }
  }
  const found = [...services]
  const notes = found
    .filter(([, { runs }]) => runs > 1)
    .map(([service, { latest, runs }]) => `'${service}' was measured ${runs} times: ${latest.file} is the latest`)
  return { inputs: found.map(([, { latest }]) => latest), notes }
}

/** Results, and what Locust wrote: the `_stats.csv` beside a result of ours is the same run. */
function runFiles(directory: string): readonly string[] {
  const names = readdirSync(directory).sort()
  const results = names.filter((name) => RESULT.test(name))
  const stems = new Set(results.map((name) => name.replace(RESULT, '')))
  const locust = names.filter((name) => STATS.test(name) && !stems.has(name.replace(STATS, '')))
  const files = [...results, ...locust]
  if (files.length === 0) {
    throw new InputError({ file: directory }, 'expected a directory with files that end in _result.json or _stats.csv, got none')
  }
  return files.map((name) => join(directory, name))
}
