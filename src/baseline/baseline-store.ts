import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { LoadTestError, messageOf, systemCodeOf } from '../core/errors.ts'
import type { Baseline } from './baseline.ts'
import { parseFileName } from './baseline-file.ts'
import { formatBaseline, parseBaseline } from './baseline-text.ts'

/** What there is at the place of a baseline. */
export type FoundBaseline = FoundAs<Baseline>

/** The same of whatever is kept there. */
export type FoundAs<Kept> =
  | { readonly kind: 'baseline'; readonly baseline: Kept }
  /** `others`: the environments that have one. */
  | { readonly kind: 'none'; readonly others: readonly string[] }
  | { readonly kind: 'unreadable'; readonly message: string }

/** Reads the baseline at a path. Never throws. */
export function readBaselineFile(path: string): FoundBaseline {
  return readFileAs(path, parseBaseline)
}

/** The same of another kind. */
export function readFileAs<Kept>(path: string, parse: (text: string) => Kept): FoundAs<Kept> {
  try {
    return { kind: 'baseline', baseline: parse(readFileSync(path, 'utf8')) }
  } catch (error) {
    if (isMissing(error)) return { kind: 'none', others: othersOf(path) }
    return { kind: 'unreadable', message: messageOf(error) }
  }
}

/** Writes a baseline, under another name first, so that nobody reads half of one. Throws a `LoadTestError` that says what to do. */
export function writeBaselineFile(path: string, baseline: Baseline): void {
  writeBaselineText(path, formatBaseline(baseline))
}

/** The same of another kind, as text. */
export function writeBaselineText(path: string, text: string): void {
  const unfinished = join(dirname(path), `.${process.pid}_${basename(path)}.tmp`)
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(unfinished, text)
    renameSync(unfinished, path)
  } catch (cause) {
    discard(unfinished)
    const message = `Expected to write the baseline ${path}, got ${messageOf(cause)}. Make room there and let this user write`
    throw new LoadTestError('ERR_LOAD_BASELINE', message, { cause })
  }
}

/** The names of the baseline files in a folder; none where there is no such folder. */
export function baselineFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((file) => parseFileName(file) !== undefined)
      .sort()
  } catch {
    return []
  }
}

function othersOf(path: string): readonly string[] {
  const { stem } = parseFileName(basename(path)) ?? {}
  const files = baselineFiles(dirname(path)).map(parseFileName)
  return files.flatMap((file) => (file !== undefined && file.stem === stem ? file.environment : []))
}

function isMissing(error: unknown): boolean {
  const code = systemCodeOf(error)
  return code === 'ENOENT' || code === 'ENOTDIR'
}

/** It may be that which could not be written. */
function discard(file: string): void {
  try {
    rmSync(file, { force: true })
  } catch {
    // What is to be told is why it could not be written.
  }
}
