import { LoadTestError } from './errors.ts'

/** Where in a file something is wrong. */
export interface FilePlace {
  readonly file: string
  /** From 1. */
  readonly line?: number
  /** A column of a table, as its header names it. */
  readonly column?: string
}

/** A file that cannot be read as what it is to be: says which file, where in it, what was expected and what was found. */
export class InputError extends LoadTestError {
  constructor({ file, line, column }: FilePlace, message: string, options?: ErrorOptions) {
    const place = [file, ...(line === undefined ? [] : [`line ${line}`]), ...(column === undefined ? [] : [`column '${column}'`])]
    super('ERR_LOAD_INPUT', `${place.join(', ')}: ${message}`, options)
  }
}
