import { parse } from 'csv-parse/sync'
import { InputError } from '../../core/input-error.ts'
import { nearest } from '../../core/nearest.ts'

/** A table with a header. */
export interface CsvTable {
  readonly columns: readonly string[]
  readonly rows: readonly CsvRow[]
}

/** A row of a table; whoever reads it names the column, whoever wrote it wrong is told file, line and column. */
export interface CsvRow {
  readonly line: number
  /** Empty where the file has no such column. */
  text(column: string): string
  /** A number of at least 0; `undefined` where the file has no such column, or says that there is none (`N/A` or nothing). */
  amount(column: string): number | undefined
  /** A whole number of at least 0, which must be there. */
  count(column: string): number
}

/**
 * Reads CSV with a header that has at least these columns, in any order; `older` are other names of columns, in lower case. Throws an
 * `InputError` on anything else.
 */
export function readCsvTable(
  text: string,
  file: string,
  required: readonly string[],
  older: ReadonlyMap<string, string> = new Map(),
): CsvTable {
  const [header, ...records] = readRecords(text, file)
  if (header === undefined) throw new InputError({ file }, `expected a header with the columns ${listed(required)}, got nothing`)
  const columns = header.fields.map((field) => older.get(field.trim().toLowerCase()) ?? field.trim())
  const at = { file, line: header.line }
  const repeated = columns.find((column, index) => columns.indexOf(column) !== index)
  if (repeated !== undefined) throw new InputError({ ...at, column: repeated }, 'expected each column once')
  for (const column of required) {
    if (columns.includes(column)) continue
    const near = nearest(column, columns)
    const found = near === undefined ? listed(columns) : `'${near}'`
    throw new InputError(at, `expected a column '${column}', got ${found}`)
  }
  const rows = records.map(({ fields, line }) => {
    if (fields.length !== columns.length) {
      throw new InputError({ file, line }, `expected ${columns.length} fields, as in the header, got ${fields.length}`)
    }
    return createRow(new Map(columns.map((column, index) => [column, fields[index] ?? ''])), file, line)
  })
  return { columns, rows }
}

interface Record {
  readonly fields: readonly string[]
  readonly line: number
}

function readRecords(text: string, file: string): Record[] {
  try {
    const records = parse(text, { bom: true, info: true, relax_column_count: true, skip_empty_lines: true })
    // The parser counts the lines up to the end of a record.
    return (records as unknown as { record: string[]; info: { lines: number } }[]).map(({ record, info }) => ({
      fields: record,
      line: info.lines - record.join('').split('\n').length + 1,
    }))
  } catch (error) {
    const { lines, message } = error as { readonly lines?: number; readonly message: string }
    throw new InputError({ file, ...(lines !== undefined && { line: lines }) }, `expected CSV: ${message}`, { cause: error })
  }
}

function createRow(fields: ReadonlyMap<string, string>, file: string, line: number): CsvRow {
  const amount = (column: string): number | undefined => {
    const found = (fields.get(column) ?? '').trim()
    if (found === '' || found === 'N/A') return undefined
    const value = DECIMAL.test(found) ? Number(found) : Number.NaN
    if (Number.isFinite(value)) return value
    throw new InputError({ file, line, column }, `expected a number of at least 0, got ${quoted(found)}`)
  }
  return {
    line,
    text: (column) => fields.get(column) ?? '',
    amount,
    count: (column) => {
      const found = (fields.get(column) ?? '').trim()
      if (/^\d{1,15}$/.test(found)) return Number(found)
      throw new InputError({ file, line, column }, `expected a whole number of at least 0, got ${quoted(found)}`)
    },
  }
}

/** As Python prints numbers; `Number` would also take '0x10' and 'Infinity'. */
const DECIMAL = /^\+?\d+(\.\d*)?(e[+-]?\d{1,3})?$/i

function listed(columns: readonly string[]): string {
  return columns.map(quoted).join(', ')
}

function quoted(text: string): string {
  return `'${text.length > 60 ? `${text.slice(0, 60)}…` : text}'`
}
