import { mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { messageOf } from '../core/errors.ts'
import { InputError } from '../core/input-error.ts'

/** A file that is to be written. */
export interface OutputFile {
  readonly path: string
  readonly text: string
}

/** Writes all files or none: each goes to a temporary name first. Throws an `InputError` that names the file that cannot be written. */
export function writeFiles(files: readonly OutputFile[]): void {
  const staged: { readonly temporary: string; readonly target: string; readonly path: string }[] = []
  let current = ''
  try {
    const streams: OutputFile[] = []
    for (const file of files) {
      const { path, text } = file
      current = path
      const place = placeOf(path)
      if (place === 'stream') {
        streams.push(file)
        continue
      }
      const temporary = `${place.target}.${process.pid}.tmp`
      staged.push({ temporary, target: place.target, path })
      writeFileSync(temporary, text)
    }
    for (const { path, text } of streams) {
      current = path
      writeFileSync(path, text)
    }
    for (const { temporary, target, path } of staged) {
      current = path
      renameSync(temporary, target)
    }
  } catch (cause) {
    for (const { temporary } of staged) rmSync(temporary, { force: true })
    throw new InputError({ file: current }, `expected a file that can be written: ${messageOf(cause)}`, { cause })
  }
}

/**
 * Where a file is to be put, its folder made: where a link leads. A device or a pipe, such as `/dev/stdout`, is a stream: a file that took
 * its place would be the end of it.
 */
function placeOf(path: string): { readonly target: string } | 'stream' {
  const known = statSync(path, { throwIfNoEntry: false })
  // Found out here, or others would be renamed by then.
  if (known?.isDirectory()) throw new Error('there is a directory of this name')
  if (known !== undefined) return known.isFile() ? { target: realpathSync(path) } : 'stream'
  mkdirSync(dirname(path), { recursive: true })
  return { target: path }
}
