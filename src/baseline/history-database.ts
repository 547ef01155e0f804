import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { LoadTestError, messageOf } from '../core/errors.ts'

/** Opens the file of a history for a piece of work; to write, it is made where there is none. Throws a `LoadTestError` that says what is wrong with it. */
export function withDatabase<T>(path: string, use: 'read' | 'write', work: (database: DatabaseSync) => T): T {
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

/** Milliseconds to wait for another run that writes. */
const PATIENCE = 3000

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
