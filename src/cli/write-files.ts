import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
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
  const staged: { readonly temporary: string; readonly path: string }[] = []
  let current = ''
  try {
    for (const { path, text } of files) {
      current = path
      mkdirSync(dirname(path), { recursive: true })
      // Found out here, or those before it would be renamed by then.
      if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new Error('there is a directory of this name')
      const temporary = `${path}.${process.pid}.tmp`
      staged.push({ temporary, path })
      writeFileSync(temporary, text)
    }
    for (const { temporary, path } of staged) {
      current = path
      renameSync(temporary, path)
    }
  } catch (cause) {
    for (const { temporary } of staged) rmSync(temporary, { force: true })
    throw new InputError({ file: current }, `expected a file that can be written: ${messageOf(cause)}`, { cause })
  }
}
