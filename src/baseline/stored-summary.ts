import { LoadTestError } from '../core/errors.ts'
import { integer, list, number, object, oneOf, optional, parseOptions, type Reader, text } from '../core/options.ts'
import type { EndpointFigures, RowFigures, RunSummary } from './run-summary.ts'
import { byName } from './summarize-result.ts'

const KIND = 'vitest-load baseline'
const SCHEMA_VERSION = 1

/**
 * A summary as the text of a baseline's file: JSON with a line for each endpoint, always in the same order, so that a change is seen in
 * version control for what it is.
 */
export function storeSummary({ service, source, measuredAt, environment, profile, scale, total, endpoints }: RunSummary): string {
  const facts = { kind: KIND, schemaVersion: SCHEMA_VERSION, service, source, measuredAt, environment, profile, scale }
  const head = Object.entries(facts).filter(([, value]) => value !== undefined)
  const rows = endpoints
    .toSorted((one, other) => byName(one.name, other.name))
    .map(({ name, ...figures }) => `    ${JSON.stringify({ name, ...ordered(figures) })}`)
  return [
    '{',
    ...head.map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)},`),
    `  "total": ${JSON.stringify(ordered(total))},`,
    rows.length === 0 ? '  "endpoints": []' : `  "endpoints": [\n${rows.join(',\n')}\n  ]`,
    '}\n',
  ].join('\n')
}

/** Whether JSON is a baseline's, of whatever version. */
export function isStoredSummary(found: unknown): boolean {
  return typeof found === 'object' && found !== null && 'kind' in found && found.kind === KIND
}

/** Reads what `JSON.parse` gives of a baseline's file. Throws a `LoadTestError` that names each place that is damaged. */
export function parseStoredSummary(stored: unknown): RunSummary {
  const { schemaVersion } = (stored ?? {}) as { readonly schemaVersion?: unknown }
  if (schemaVersion !== SCHEMA_VERSION) {
    const found = `got version ${JSON.stringify(schemaVersion)}`
    const newer = typeof schemaVersion === 'number' && schemaVersion > SCHEMA_VERSION ? '; a newer vitest-load wrote it' : ''
    throw new LoadTestError('ERR_LOAD_BASELINE', `Expected a baseline of schema version ${SCHEMA_VERSION}, ${found}${newer}`)
  }
  const { kind: _, schemaVersion: __, ...summary } = parseOptions('baseline', stored, readSummary)
  return withoutMissing({
    ...summary,
    total: withoutMissing(summary.total),
    endpoints: summary.endpoints.map(withoutMissing),
  }) as unknown as RunSummary
}

const figures = {
  requests: integer({ min: 0 }),
  failures: integer({ min: 0 }),
  mean: optional(number({ min: 0 })),
  median: optional(number({ min: 0 })),
  p95: optional(number({ min: 0 })),
  p99: optional(number({ min: 0 })),
  rate: optional(number({ min: 0 })),
}

const readSummary = object({
  kind: oneOf(KIND),
  schemaVersion: number(),
  service: text,
  source: oneOf('vitest-load', 'locust'),
  measuredAt: optional(text),
  environment: optional(text),
  profile: optional(text),
  scale: number({ above: 0 }),
  total: consistent(object(figures)),
  endpoints: list(consistent(object({ name: text, ...figures })), 'endpoints', { min: 0 }),
})

function consistent<T extends { readonly requests: number; readonly failures: number }>(reader: Reader<T>): Reader<T> {
  return (found, at, problems) => {
    const row = reader(found, at, problems)
    if (row.failures > row.requests) {
      problems.push({
        at,
        message: `Expected \`${at}.failures\` to be at most its ${row.requests} requests, got ${row.failures}`,
      })
    }
    return row
  }
}

/** In one order, to the microsecond. */
function ordered({ requests, failures, mean, median, p95, p99, rate }: RowFigures): RowFigures | EndpointFigures {
  const figures = Object.entries({ requests, failures, mean, median, p95, p99, rate })
  return Object.fromEntries(
    figures.map(([name, value]) => [name, value === undefined ? undefined : Math.round(value * 1000) / 1000]),
  ) as unknown as RowFigures
}

function withoutMissing<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T
}
