import type { DatabaseSync } from 'node:sqlite'
import { LoadTestError } from '../core/errors.ts'
import { existing } from '../core/existing.ts'
import { withDatabase } from './history-database.ts'
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
    // Of one moment, whoever writes meanwhile; closing ends it.
    database.exec('BEGIN')
    const latest = database.prepare(LATEST)
    const comparable = database.prepare(COMPARABLE)
    const runs = database.prepare(RUNS)
    const tests = database.prepare(TESTS).all() as unknown as readonly CountedTest[]
    return tests.map(({ file, test, result, runs: all }) => {
      const { conditions } = latest.get(file, test, result) as { readonly conditions: string }
      const { runs: same } = comparable.get(file, test, result, conditions) as { readonly runs: number }
      const rows = runs.all(file, test, result, conditions, last) as unknown as readonly RunRow[]
      return { file, test, result, conditions, runs: rows.map(runOf).reverse(), others: all - same }
    })
  })
}

interface CountedTest extends TestIdentity {
  readonly runs: number
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

// One after another, each led by the index of the table: a single query over all was measured to take ten times as long.
const TESTS = 'SELECT file, test, result, count(*) AS runs FROM runs GROUP BY file, test, result ORDER BY file, test, result'
const OF_TEST = 'FROM runs WHERE file = ? AND test = ? AND result = ?'
const LATEST = `SELECT conditions ${OF_TEST} ORDER BY started_at DESC LIMIT 1`
const COMPARABLE = `SELECT count(*) AS runs ${OF_TEST} AND conditions = ?`
const RUNS = `SELECT * ${OF_TEST} AND conditions = ? ORDER BY started_at DESC LIMIT ?`

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

function runOf({ file, test, result, conditions, started_at: startedAt, requests, failures, ...row }: RunRow): HistoryRun {
  const { mean, median, p95, p99, rate } = row
  const times = { mean, median, p95, p99, rate }
  const known = Object.fromEntries(Object.entries(times).map(([name, value]) => [name, value ?? undefined])) as Record<
    keyof typeof times,
    number | undefined
  >
  return { file, test, result, conditions, startedAt, figures: { requests, failures, ...existing(known) } }
}
