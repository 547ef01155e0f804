import { LoadTestError, messageOf } from '../core/errors.ts'
import { integer, list, number, object, oneOf, optional, parseOptions, type Reader, text } from '../core/options.ts'
import type { StoredDistribution } from '../metrics/stored-result.ts'
import { decodeCells } from '../stats/cells.ts'
import { BASELINE_KIND, BASELINE_VERSION, type Baseline } from './baseline.ts'

/** Whether JSON is a baseline's, of whatever version. */
export function isBaseline(found: unknown): boolean {
  return typeof found === 'object' && found !== null && 'kind' in found && found.kind === BASELINE_KIND
}

/** Reads what `JSON.parse` gives of a baseline's file. Throws a `LoadTestError` that names each place that is damaged. */
export function readBaseline(stored: unknown): Baseline {
  const { kind, version } = (stored ?? {}) as { readonly kind?: unknown; readonly version?: unknown }
  if (kind !== BASELINE_KIND) throw unreadable(`Expected a baseline with \`kind\` '${BASELINE_KIND}', got something else`)
  if (version !== BASELINE_VERSION) {
    const newer = typeof version === 'number' && version > BASELINE_VERSION ? '; a newer vitest-load wrote it' : ''
    throw unreadable(`Expected a baseline of version ${BASELINE_VERSION}, got version ${JSON.stringify(version)}${newer}`)
  }
  try {
    parseOptions('baseline', stored, readFields)
  } catch (cause) {
    throw unreadable(`Expected a whole baseline, got a damaged one: ${messageOf(cause)}`, cause)
  }
  return stored as Baseline
}

function unreadable(message: string, cause?: unknown): LoadTestError {
  return new LoadTestError('ERR_LOAD_BASELINE', message, { cause })
}

const amount = number({ min: 0 })
const figures = {
  requests: integer({ min: 0 }),
  failures: integer({ min: 0 }),
  rate: optional(amount),
  mean: optional(amount),
  p50: optional(amount),
  p90: optional(amount),
  p95: optional(amount),
  p99: optional(amount),
  max: optional(amount),
}

const profile: Reader<unknown> = (found, at, problems) => {
  const { kind } = (found ?? {}) as { readonly kind?: unknown }
  return text(kind, `${at}.kind`, problems)
}

const distribution: Reader<StoredDistribution> = (found, at, problems) => {
  if (found !== 0 && !isDistribution(found)) {
    problems.push({ at, message: `Expected \`${at}\` to be 0, or a histogram of as many values as it says, got another` })
  }
  return found as StoredDistribution
}

function isDistribution(found: unknown): boolean {
  if (!Array.isArray(found) || found.length !== 6) return false
  const [count, sum, sumOfSquares, min, max, cells] = found
  const isAmount = (one: unknown): boolean => typeof one === 'number' && one >= 0
  return [count, sum, sumOfSquares, min, max].every(isAmount) && countOf(cells) === count
}

function countOf(cells: unknown): number | undefined {
  if (typeof cells !== 'string') return undefined
  let count = 0
  try {
    decodeCells(cells, (_, inCell) => {
      count += inCell
    })
  } catch {
    return undefined
  }
  return count
}

const readFields = object({
  kind: oneOf(BASELINE_KIND),
  version: integer(),
  test: text,
  name: text,
  result: optional(text),
  profile,
  environment: object({
    cpu: text,
    cores: integer(),
    os: text,
    arch: text,
    node: text,
    target: optional(text),
  }),
  runs: list(
    object({
      time: text,
      seed: number(),
      duration: amount,
      whole: consistent(object(figures)),
      endpoints: list(consistent(object({ name: text, ...figures })), 'endpoints', { min: 0 }),
      stages: list(consistent(object({ name: text, ...figures })), 'stages', { min: 0 }),
    }),
    'runs',
  ),
  blocks: list(
    consistent(
      object({
        at: amount,
        duration: amount,
        requests: integer({ min: 0 }),
        failures: integer({ min: 0 }),
        latency: distribution,
      }),
    ),
    'blocks',
    { min: 0 },
  ),
})

function consistent<T extends { readonly requests: number; readonly failures: number }>(reader: Reader<T>): Reader<T> {
  return (found, at, problems) => {
    const row = reader(found, at, problems)
    if (row.failures > row.requests) {
      const message = `Expected \`${at}.failures\` to be at most its ${row.requests} requests, got ${row.failures}`
      problems.push({ at, message })
    }
    return row
  }
}
