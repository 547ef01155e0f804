import { readFileSync, type Stats, statSync } from 'node:fs'
import { messageOf, systemCodeOf } from '../core/errors.ts'
import { formatSize } from '../core/format.ts'
import { InputError } from '../core/input-error.ts'
import { endOfJson } from './end-of-json.ts'

/** Larger files are none that this library wrote, and would not fit into memory as objects. */
const LARGEST = 256 * 1024 ** 2

/** The text of a file, without a byte order mark. Throws an `InputError` that says what is there instead. */
export function readText(file: string): string {
  const stats = statOf(file)
  if (stats.isDirectory()) throw new InputError({ file }, 'expected a file, got a directory: name files in it')
  if (!stats.isFile()) throw new InputError({ file }, 'expected a file, got a device or a pipe')
  if (stats.size > LARGEST) {
    throw new InputError({ file }, `expected a file of at most ${formatSize(LARGEST)}, got ${formatSize(stats.size)}`)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file))
  } catch (cause) {
    const why = systemCodeOf(cause) === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'it is no UTF-8 text' : messageOf(cause)
    throw new InputError({ file }, `expected a file that can be read: ${why}`, { cause })
  }
}

/** What JSON a file holds. Throws an `InputError` that names the line where it is none. */
export function readJson(file: string): unknown {
  const text = readText(file)
  if (text.trim() === '') throw new InputError({ file }, 'expected JSON, got an empty file')
  try {
    return JSON.parse(text)
  } catch (cause) {
    const at = endOfJson(text)
    const line = text.slice(0, at).split('\n').length
    // Not the words of `JSON.parse`: they quote what stands around, over several lines.
    const column = at - text.lastIndexOf('\n', at - 1)
    const found = at === text.length ? 'it ends in the middle: is the file cut off?' : `column ${column} has '${text[at]}'`
    throw new InputError({ file, line }, `expected JSON, but ${found}`, { cause })
  }
}

export function isDirectory(file: string): boolean {
  return statOf(file).isDirectory()
}

function statOf(file: string): Stats {
  try {
    return statSync(file)
  } catch (cause) {
    const why = systemCodeOf(cause) === 'ENOENT' ? 'there is none' : messageOf(cause)
    throw new InputError({ file }, `expected a file: ${why}`, { cause })
  }
}
