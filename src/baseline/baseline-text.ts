import { LoadTestError } from '../core/errors.ts'
import { type Baseline, type BaselineRun, MOST_RUNS, type NamedFigures } from './baseline.ts'
import { readBaseline } from './read-baseline.ts'

/** Bytes beyond which older runs are left out. */
const MOST_BYTES = 100_000

/**
 * A baseline as the text of its file: JSON with a line for each row of figures and each block, always in one order, so that a change is seen
 * in version control for what it is. It stays below 100 KB: of very many endpoints fewer runs are kept.
 */
export function formatBaseline(baseline: Baseline): string {
  const runs = baseline.runs.slice(0, MOST_RUNS)
  let text = textOf(baseline, runs)
  while (Buffer.byteLength(text) > MOST_BYTES && runs.length > 1) {
    runs.pop()
    text = textOf(baseline, runs)
  }
  return text
}

/**
 * Reads the text of a baseline's file.
 *
 * Throws a `LoadTestError` with code `ERR_LOAD_BASELINE` that says what is wrong with it.
 */
export function parseBaseline(text: string): Baseline {
  return readBaseline(parseJson(text))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new LoadTestError('ERR_LOAD_BASELINE', `Expected a baseline as JSON, ${(cause as Error).message}`, { cause })
  }
}

function textOf({ blocks, ...facts }: Baseline, runs: readonly BaselineRun[]): string {
  const { kind, version, test, name, result, profile, environment } = facts
  const head = Object.entries({ kind, version, test, name, ...(result !== undefined && { result }), profile, environment })
  const lines = [
    ...head.map(([field, value]) => `  ${JSON.stringify(field)}: ${JSON.stringify(value)}`),
    `  "runs": [\n${runs.map(runText).join(',\n')}\n  ]`,
    `  "blocks": ${listText(blocks, '  ')}`,
  ]
  return `{\n${lines.join(',\n')}\n}\n`
}

function runText({ time, seed, duration, whole, endpoints, stages }: BaselineRun): string {
  const head = Object.entries({ time, seed, duration, whole })
  const lines = [
    ...head.map(([field, value]) => `      ${JSON.stringify(field)}: ${JSON.stringify(value)}`),
    `      "endpoints": ${listText<NamedFigures>(endpoints, '      ')}`,
    `      "stages": ${listText<NamedFigures>(stages, '      ')}`,
  ]
  return `    {\n${lines.join(',\n')}\n    }`
}

/** A line for each. */
function listText<T>(items: readonly T[], indent: string): string {
  if (items.length === 0) return '[]'
  return `[\n${items.map((item) => `${indent}  ${JSON.stringify(item)}`).join(',\n')}\n${indent}]`
}
