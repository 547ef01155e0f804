import { readCsvTable } from './csv-table.ts'
import { nameOf } from './stats.ts'

/** Failures of one kind at one endpoint. */
export interface LocustFailure {
  readonly endpoint: string
  readonly message: string
  readonly count: number
}

/** Reads Locust's `_failures.csv`, the most frequent first. Throws an `InputError` that names file, line and column. */
export function readLocustFailures(text: string, file: string): LocustFailure[] {
  const { rows } = readCsvTable(text, file, ['Method', 'Name', 'Error', 'Occurrences'])
  const failures = rows.map((row) => ({ endpoint: nameOf(row), message: row.text('Error'), count: row.count('Occurrences') }))
  return failures.sort((one, other) => other.count - one.count)
}
