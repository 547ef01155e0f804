import { expected, type Reader, text } from './options.ts'

/** Names that results use themselves: for what `start` and `stop` send, and for what is past a limit of names. */
const RESERVED: readonly unknown[] = ['(start)', '(other)']

/** The name of a scenario or of a request: one of the reserved names would hide its load among what they stand for. */
export const loadName: Reader<string> = (found, at, problems) => {
  if (!RESERVED.includes(found)) return text(found, at, problems)
  expected("a text other than '(start)' and '(other)', which results use themselves", found, at, problems)
  return ''
}
