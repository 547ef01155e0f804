import { parseOptions, type Reader } from '../core/options.ts'
import { type Check, checked } from './checked.ts'

/**
 * Reads what a profile's function was called with, first the positional arguments by name, then the options: all problems are in
 * one `OptionsError`, and an option can't stand in for an argument. `check` looks at how all of them fit together.
 */
export function parseCall<A, O>(
  subject: string,
  [givenArguments, readArguments]: readonly [found: unknown, reader: Reader<A>],
  [givenOptions, readOptions]: readonly [found: unknown, reader: Reader<O>],
  check: Check<A & O> = () => {},
): A & O {
  const read: Reader<A & O> = (_, at, problems) => ({
    ...readArguments(givenArguments, at, problems),
    ...readOptions(givenOptions, at, problems),
  })
  return parseOptions(subject, { ...(givenArguments as object), ...(givenOptions as object) }, checked(read, check))
}
