import type { Problem, Reader } from '../core/options.ts'

/** Options as they were given, for what an error says it found. */
export type Given = Readonly<Record<string, unknown>>

/** Looks at how the fields of what was read fit together. */
export type Check<T> = (read: T, given: Given, problems: Problem[]) => void

/** Reads options whose fields must also fit together, which is looked at only where each is good by itself. */
export function checked<T>(reader: Reader<T>, check: Check<T>): Reader<T> {
  return (found, at, problems) => {
    const known = problems.length
    const read = reader(found, at, problems)
    if (problems.length === known) check(read, (found ?? {}) as Given, problems)
    return read
  }
}
