import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { LoadTestError, messageOf } from '../core/errors.ts'
import { existing } from '../core/existing.ts'
import type { HistoryRun, TestIdentity } from './history-run.ts'

/** A series of runs that have their test and their conditions in common. */
export interface RunSeries extends TestIdentity {
  readonly conditions: string
  /** The latest, in the order in which they began. */
  readonly runs: readonly HistoryRun[]
  /** Runs of the same test under other conditions than its latest run's. */
  readonly others: number
}

/** Adds runs to a history, which is made where there is none. Throws a `LoadTestError` that says what is wrong with the file. */
export function appendToHistory(path: string, runs: readonly HistoryRun[]): void {
  withDatabase(path, 'write', (database) => {
    // At once, so that of two runs that end together one waits.
    database.exec('BEGIN IMMEDIATE')
    try {
      prepareTables(database, path)
      const insert = database.prepare(INSERT)
      for (const { file, test, result, conditions, startedAt, figures } of runs) {
        const { requests, failures, mean, median, p95, p99, rate } = figures
        const times = [mean, median, p95, p99, rate].map((figure) => figure ?? null)
        insert.run(file, test, result, conditions, startedAt, requests, failures, ...times)
      }
      database.exec('COMMIT')
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK')
      throw error
    }
  })
}

/** The last runs of every test that a history has, by file and name. Throws a `LoadTestError` that says what is wrong with the file. */
export function readHistory(path: string, last: number): readonly RunSeries[] {
  return withDatabase(path, 'read', (database) => {
    if (isEmpty(database)) return []
    refuseOther(database, path)
    const series = database.prepare(LATEST).all() as unknown as readonly LatestRow[]
    const rows = database.prepare(RUNS)
    return series.map(({ file, test, result, conditions, runs, same }) => ({
      file,
      test,
      result,
      conditions,
      runs: (rows.all(file, test, result, conditions, last) as unknown as readonly RunRow[]).map(runOf).reverse(),
      others: runs - same,
    }))
  })
}

interface LatestRow extends TestIdentity {
  readonly conditions: string
  readonly runs: number
  readonly same: number
}

interface RunRow extends TestIdentity {
  readonly conditions: string
  readonly started_at: string
  readonly requests: number
  readonly failures: number
  readonly mean: number | null
  readonly median: number | null
  readonly p95: number | null
  readonly p99: number | null
  readonly rate: number | null
}

const SCHEMA_VERSION = 1
/** `VLH` and 1, by which SQLite's files tell whose they are. */
const APPLICATION = 0x564c4801
/** Milliseconds to wait for another run that writes. */
const PATIENCE = 3000

const TABLE = `
  CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    file TEXT NOT NULL, test TEXT NOT NULL, result TEXT NOT NULL, conditions TEXT NOT NULL, started_at TEXT NOT NULL,
    requests INTEGER NOT NULL, failures INTEGER NOT NULL, mean REAL, median REAL, p95 REAL, p99 REAL, rate REAL,
    UNIQUE (file, test, result, started_at)
  ) STRICT;
  PRAGMA application_id = ${APPLICATION};
  PRAGMA user_version = ${SCHEMA_VERSION};
`

// Reports that are merged again bring the same runs.
const INSERT = `
  INSERT OR IGNORE INTO runs
    (file, test, result, conditions, started_at, requests, failures, mean, median, p95, p99, rate)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

const LATEST = `
  WITH latest AS (
    SELECT file, test, result, conditions, count(*) OVER each_test AS runs,
      row_number() OVER (each_test ORDER BY started_at DESC, id DESC) AS place,
      count(*) OVER (PARTITION BY file, test, result, conditions) AS same
    FROM runs WINDOW each_test AS (PARTITION BY file, test, result)
  )
  SELECT file, test, result, conditions, runs, same FROM latest WHERE place = 1 ORDER BY file, test, result`

const RUNS = `
  SELECT * FROM runs WHERE file = ? AND test = ? AND result = ? AND conditions = ? ORDER BY started_at DESC, id DESC LIMIT ?`

function withDatabase<T>(path: string, use: 'read' | 'write', work: (database: DatabaseSync) => T): T {
  const { DatabaseSync } = sqlite()
  let database: DatabaseSync | undefined
  try {
    if (use === 'write') mkdirSync(dirname(path), { recursive: true })
    else refuseMissing(path)
    // For reading, too: what a killed run left half written can only be undone by one who may write.
    database = new DatabaseSync(path)
    database.exec(`PRAGMA busy_timeout = ${PATIENCE}`)
    return work(database)
  } catch (error) {
    if (error instanceof LoadTestError) throw error
    throw new LoadTestError('ERR_LOAD_HISTORY', `${path}: ${explain(error)}`, { cause: error })
  } finally {
    if (database?.isOpen) database.close()
  }
}

/** Loaded at its first use: where a Node has none, all else works. */
function sqlite(): typeof import('node:sqlite') {
  const found = process.getBuiltinModule?.('node:sqlite')
  if (found !== undefined) return found
  const message = `Expected a Node with node:sqlite for a history, which is 22.13 or newer, got ${process.versions.node}`
  throw new LoadTestError('ERR_LOAD_HISTORY', message)
}

/** SQLite would make one. */
function refuseMissing(path: string): void {
  if (existsSync(path)) return
  const message = `${path}: expected a history, got none: loadProject({ history: true }) writes one with each run`
  throw new LoadTestError('ERR_LOAD_HISTORY', message)
}

function prepareTables(database: DatabaseSync, path: string): void {
  if (isEmpty(database)) database.exec(TABLE)
  else refuseOther(database, path)
}

/** As where the first run was killed before it had written. */
function isEmpty(database: DatabaseSync): boolean {
  const { count } = database.prepare('SELECT count(*) AS count FROM sqlite_schema').get() as { readonly count: number }
  return count === 0
}

function refuseOther(database: DatabaseSync, path: string): void {
  const refuse = (found: string): never => {
    throw new LoadTestError('ERR_LOAD_HISTORY', `${path}: expected a history of load tests, got ${found}`)
  }
  const { application_id: application } = database.prepare('PRAGMA application_id').get() as { readonly application_id: number }
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { readonly user_version: number }
  if (application !== APPLICATION) refuse('another database')
  if (version > SCHEMA_VERSION) refuse(`one of version ${version}, which a newer vitest-load wrote`)
}

/** SQLite's primary result codes. */
const BUSY = 5
const CORRUPT = 11
const FULL = 13
const NOT_A_DATABASE = 26

function explain(error: unknown): string {
  const { errcode } = error as { readonly errcode?: number }
  switch (errcode === undefined ? undefined : errcode & 0xff) {
    case BUSY:
      return `another program has had it locked for ${PATIENCE / 1000} s`
    case FULL:
      return 'the disk is full'
    case CORRUPT:
    case NOT_A_DATABASE:
      return 'expected a history of load tests, got a file that is damaged or something else: move it away, and a new one is made'
    default:
      return messageOf(error)
  }
}

function runOf({ file, test, result, conditions, started_at: startedAt, requests, failures, ...row }: RunRow): HistoryRun {
  const { mean, median, p95, p99, rate } = row
  const times = { mean, median, p95, p99, rate }
  const known = Object.fromEntries(Object.entries(times).map(([name, value]) => [name, value ?? undefined])) as Record<
    keyof typeof times,
    number | undefined
  >
  return { file, test, result, conditions, startedAt, figures: { requests, failures, ...existing(known) } }
}
