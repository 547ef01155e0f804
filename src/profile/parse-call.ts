import { parseOptions, type Reader } from '../core/options.ts'

/**
 * Reads what a profile's function was called with, first the positional arguments by name, then the options: all problems are in
 * one `OptionsError`, and an option can't stand in for an argument.
 */
export function parseCall<A, O>(
  subject: string,
  [givenArguments, readArguments]: readonly [found: unknown, reader: Reader<A>],
  [givenOptions, readOptions]: readonly [found: unknown, reader: Reader<O>],
): A & O {
  return parseOptions(subject, undefined, (_, at, problems) => ({
    ...readArguments(givenArguments, at, problems),
    ...readOptions(givenOptions, at, problems),
  }))
}
