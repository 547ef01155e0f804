import { existing } from '../../core/existing.ts'
import { InputError } from '../../core/input-error.ts'
import type { RowFigures } from '../run-summary.ts'
import { type CsvRow, readCsvTable } from './csv-table.ts'

/** What Locust's `_stats.csv` says of a run. */
export interface LocustStats {
  readonly total: LocustRow
  /** In the file's order. */
  readonly endpoints: readonly (LocustRow & { readonly name: string })[]
}

/** A row, with the percentiles that the file has, in milliseconds. Latencies are of all requests, failures included. */
export interface LocustRow extends RowFigures {
  readonly min?: number
  readonly max?: number
  /** Bytes of a body, on average. */
  readonly contentSize?: number
  /** By percent, ascending. */
  readonly percentiles: ReadonlyMap<number, number>
}

/** How Locust before 1.0 called its columns. */
const OLDER: ReadonlyMap<string, string> = new Map([
  ['# requests', 'Request Count'],
  ['# failures', 'Failure Count'],
  ['median response time', 'Median Response Time'],
  ['average response time', 'Average Response Time'],
  ['min response time', 'Min Response Time'],
  ['max response time', 'Max Response Time'],
])

/** The row of all, which Locust writes last. */
export const AGGREGATED = 'Aggregated'
/** How Locust before 0.13 called it. */
const OLDER_TOTAL = 'Total'

/**
 * Reads a `_stats.csv` of Locust, with whatever columns of percentiles it was told to write.
 *
 * Throws an `InputError` that names file, line and column.
 */
export function readLocustStats(text: string, file: string): LocustStats {
  const { columns, rows } = readCsvTable(text, file, ['Name', 'Request Count', 'Failure Count'], OLDER)
  const totals: LocustRow[] = []
  const endpoints = new Map<string, LocustRow & { name: string }>()
  for (const row of rows) {
    const figures = figuresOf(row, columns, file)
    const name = nameOf(row)
    const place = { file, line: row.line, column: 'Name' }
    if (name === '') throw new InputError(place, 'expected the name of a request, got nothing')
    if (name === AGGREGATED) totals.push(figures)
    else if (endpoints.has(name)) throw new InputError(place, `expected each request once, got '${name}' again`)
    else endpoints.set(name, { name, ...figures })
  }
  const [total] = totals
  if (total === undefined || totals.length > 1) {
    const problem = `expected one row '${AGGREGATED}', got ${totals.length === 0 ? 'none: is the file cut off?' : totals.length}`
    throw new InputError({ file }, problem)
  }
  return { total, endpoints: [...endpoints.values()] }
}

/** As an endpoint of ours is named: `GET /orders/:id`. */
export function nameOf(row: CsvRow): string {
  const name = row.text('Name')
  const type = row.text('Type') || row.text('Method')
  // Before 1.0 the row of all had this type.
  if (type === 'None' && (name === AGGREGATED || name === OLDER_TOTAL)) return AGGREGATED
  return [type, name]
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(' ')
}

/** The percentiles that a row has, by percent. */
export function percentilesOf(row: CsvRow, columns: readonly string[]): Map<number, number> {
  const found = columns.flatMap((column): [number, number][] => {
    const percent = /^(\d{1,3}(?:\.\d+)?)%$/.exec(column)?.[1]
    const time = percent === undefined ? undefined : row.amount(column)
    return time === undefined ? [] : [[Number(percent), time]]
  })
  return new Map(found.sort(([one], [other]) => one - other))
}

function figuresOf(row: CsvRow, columns: readonly string[], file: string): LocustRow {
  const requests = row.count('Request Count')
  const failures = row.count('Failure Count')
  if (failures > requests) {
    const problem = `expected at most the ${requests} requests of its row, got ${failures}`
    throw new InputError({ file, line: row.line, column: 'Failure Count' }, problem)
  }
  const percentiles = percentilesOf(row, columns)
  const rate = row.amount('Requests/s')
  // Without a request Locust writes 0 for times that nobody measured.
  if (requests === 0) return { requests, failures, ...(rate !== undefined && { rate }), percentiles: new Map() }
  const times = {
    mean: row.amount('Average Response Time'),
    median: row.amount('Median Response Time') ?? percentiles.get(50),
    p95: percentiles.get(95),
    p99: percentiles.get(99),
    rate,
    min: row.amount('Min Response Time'),
    max: row.amount('Max Response Time') ?? percentiles.get(100),
    contentSize: row.amount('Average Content Size'),
  }
  return { requests, failures, ...existing(times), percentiles }
}
