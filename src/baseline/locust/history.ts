import { InputError } from '../../core/input-error.ts'
import { readCsvTable } from './csv-table.ts'
import { AGGREGATED, nameOf, percentilesOf } from './stats.ts'

/** A moment of a run, as Locust saw it. */
export interface LocustMoment {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly users: number
  /** Requests per second, failures included. */
  readonly rate: number
  readonly failureRate: number
  /** Of the last seconds; empty where Locust wrote those of the whole run so far, as it does without `--csv-full-history`. */
  readonly percentiles: ReadonlyMap<number, number>
}

/** Reads the course of all requests from Locust's `_stats_history.csv`. Throws an `InputError` that names file, line and column. */
export function readLocustHistory(text: string, file: string): LocustMoment[] {
  const { columns, rows } = readCsvTable(text, file, ['Timestamp', 'User Count', 'Name', 'Requests/s', 'Failures/s'])
  const isFull = rows.some((row) => nameOf(row) !== AGGREGATED)
  const moments: LocustMoment[] = []
  for (const row of rows) {
    if (nameOf(row) !== AGGREGATED) continue
    const at = row.count('Timestamp') * 1000
    if (at > LATEST) throw new InputError({ file, line: row.line, column: 'Timestamp' }, 'expected seconds since 1970')
    const last = moments.at(-1)
    if (last !== undefined && at < last.at) {
      throw new InputError({ file, line: row.line, column: 'Timestamp' }, 'expected moments in order, got an earlier one')
    }
    const moment = {
      at,
      users: row.count('User Count'),
      rate: row.amount('Requests/s') ?? 0,
      failureRate: row.amount('Failures/s') ?? 0,
      percentiles: isFull ? percentilesOf(row, columns) : new Map<number, number>(),
    }
    // Two rows in one second say of it what the later one says.
    if (last?.at === at) moments.pop()
    moments.push(moment)
  }
  return moments
}

/** What a `Date` can be. */
const LATEST = 8.64e15
