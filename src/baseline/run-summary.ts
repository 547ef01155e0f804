/** Where a summary was taken from; it decides what its latencies are of. */
export type SummarySource = 'vitest-load' | 'locust'

/** The figures of a run that another is compared with, and that a baseline keeps. */
export interface RunSummary {
  readonly service: string
  readonly source: SummarySource
  /** ISO 8601, UTC; absent where nobody wrote it down. */
  readonly measuredAt?: string
  /** Where it was measured, as the names of `toMatchBaseline`'s files tell it; absent of others. */
  readonly environment?: string
  /** In one line: runs of other profiles are not comparable. Absent of Locust's files, which don't tell. */
  readonly profile?: string
  /** `LOAD_SCALE` of the run. */
  readonly scale: number
  readonly total: RowFigures
  readonly endpoints: readonly EndpointFigures[]
}

/** The figures of a row. Times in milliseconds, rates per second; one that doesn't exist is absent. */
export interface RowFigures {
  /** Those that ended, in success or failure. */
  readonly requests: number
  readonly failures: number
  readonly mean?: number
  readonly median?: number
  readonly p95?: number
  readonly p99?: number
  /** Requests per second, failures included. */
  readonly rate?: number
}

export interface EndpointFigures extends RowFigures {
  readonly name: string
}

/** Failures / requests; `undefined` without a request. */
export function errorRateOf({ requests, failures }: RowFigures): number | undefined {
  return requests === 0 ? undefined : failures / requests
}

/** The share of failures from which on latencies that include them say little of successes. */
const FEW_FAILURES = 0.01

/** Whether the latencies of a row are to a good part of failures, which may be fast. Only Locust's include any. */
export function includesFailures(row: RowFigures, source: SummarySource): boolean {
  return source === 'locust' && (errorRateOf(row) ?? 0) > FEW_FAILURES
}
