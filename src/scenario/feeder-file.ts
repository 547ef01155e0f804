import { readFileSync } from 'node:fs'
import { basename, extname, isAbsolute, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'csv-parse/sync'
import { messageOf, systemCodeOf } from '../core/errors.ts'
import type { Problem } from '../core/options.ts'

/** The rows of a CSV or JSON file, with the file's name. */
export function readRows(file: string | URL, problems: Problem[]): { readonly name: string; readonly rows: unknown[] } {
  const path = file instanceof URL ? pathOf(file, problems) : file
  if (path === undefined) return { name: '', rows: [] }
  const name = basename(path)
  const parseRows = parsers[extname(path).toLowerCase()]
  if (parseRows === undefined) {
    refuse(`a file that ends in .csv or .json, got '${path}'`, problems)
    return { name, rows: [] }
  }
  const text = readText(path, problems)
  const rows = text === undefined ? [] : parseRows(text, name, problems)
  return { name, rows }
}

function pathOf(url: URL, problems: Problem[]): string | undefined {
  if (url.protocol === 'file:') return fileURLToPath(url)
  refuse(`a list of rows, a path or a file: URL, got ${url.href}`, problems)
  return undefined
}

function readText(path: string, problems: Problem[]): string | undefined {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '')
  } catch (error) {
    const where = isAbsolute(path) ? '' : `, which is ${resolve(path)}`
    const why = systemCodeOf(error) === 'ENOENT' ? 'there is none' : messageOf(error)
    refuse(`a file at '${path}'${where}: ${why}`, problems)
    return undefined
  }
}

type ParseRows = (text: string, name: string, problems: Problem[]) => unknown[]

const parseCsv: ParseRows = (text, name, problems) => {
  const records = readRecords(text, name, problems)
  if (records === undefined) return []
  const [header = [], ...rows] = records
  const names = header.map((field) => field.trim())
  const nameless = names.indexOf('')
  const repeated = names.find((field, index) => names.indexOf(field) !== index)
  if (rows.length === 0) refuse(`${name} to have a header and at least one row, got ${describe(records)}`, problems)
  else if (nameless !== -1)
    refuse(`${name} to have a name for each field in its header, got none for field ${nameless + 1}`, problems)
  else if (repeated !== undefined) refuse(`${name} to have a name of its own for each field, got '${repeated}' twice`, problems)
  return rows.map((row) => Object.freeze(Object.fromEntries(row.map((value, index) => [names[index], value]))))
}

function readRecords(text: string, name: string, problems: Problem[]): readonly string[][] | undefined {
  try {
    return parse(text, { skip_empty_lines: true })
  } catch (error) {
    // The parser's own fields; its words for a ragged row are about records.
    const { code, lines, record, message } = error as { code: string; lines: number; record?: string[]; message: string }
    const fields = /expect (\d+)/.exec(message)?.[1]
    if (code === 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH') {
      refuse(`${name} to have ${fields} fields in each row, as in its header, got ${record?.length} in line ${lines}`, problems)
    } else refuse(`${name} to be CSV: ${message}`, problems)
    return undefined
  }
}

const parseJson: ParseRows = (text, name, problems) => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    refuse(`${name} to be JSON: ${messageOf(error)}`, problems)
    return []
  }
  if (Array.isArray(value) && value.length > 0) return value.map(deepFreeze)
  refuse(`${name} to be a JSON list of at least one row, got ${describe(value)}`, problems)
  return []
}

const parsers: Readonly<Record<string, ParseRows>> = { '.csv': parseCsv, '.json': parseJson }

/** All users get the same row. */
function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  Object.values(value).forEach(deepFreeze)
  return Object.freeze(value)
}

function describe(value: unknown): string {
  if (!Array.isArray(value)) return value === null ? 'null' : `a value of type ${typeof value}`
  return value.length === 0 ? 'nothing' : 'a header alone'
}

function refuse(what: string, problems: Problem[]): void {
  problems.push({ at: '', message: `Expected ${what}` })
}
