import { existing } from '../../core/existing.ts'
import type { EndpointFigures, RowFigures, RunSummary } from '../run-summary.ts'
import { byName } from '../summarize-result.ts'
import type { LocustFailure } from './failures.ts'
import type { LocustMoment } from './history.ts'
import type { LocustRow, LocustStats } from './stats.ts'

/** A run of Locust, from its CSV files. */
export interface LocustRun {
  readonly service: string
  readonly stats: LocustStats
  /** Absent where there is no `_stats_history.csv`. */
  readonly history?: readonly LocustMoment[]
  /** Absent where there is no `_failures.csv`. */
  readonly failures?: readonly LocustFailure[]
}

/** The run as a summary; its latencies include failures. */
export function summarizeLocust({ service, stats, history = [] }: LocustRun): RunSummary {
  const [first] = history
  return {
    service,
    source: 'locust',
    ...(first !== undefined && { measuredAt: new Date(first.at).toISOString() }),
    scale: 1,
    total: pick(stats.total),
    endpoints: stats.endpoints
      .map((row): EndpointFigures => ({ name: row.name, ...pick(row) }))
      .sort((one, other) => byName(one.name, other.name)),
  }
}

/** The service that a `_stats.csv` (of old, `_requests.csv`) is of: its name, without the time that our own files begin with. */
export function serviceOf(fileName: string): string {
  const name = fileName.replace(/_?(stats|requests)\.csv$/i, '').replace(/^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}_/, '')
  return name === '' ? 'locust' : name
}

function pick({ requests, failures, mean, median, p95, p99, rate }: LocustRow): RowFigures {
  return { requests, failures, ...existing({ mean, median, p95, p99, rate }) }
}
