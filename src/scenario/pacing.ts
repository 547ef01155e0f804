import { expected, object, oneOf, parseOptions, type Reader } from '../core/options.ts'
import type { Random } from '../core/random.ts'
import type { Duration } from '../core/units.ts'
import { drawThinkTime, longestThinkTime, type ThinkTime, thinkTime } from './think-time.ts'

/** How far apart a user's iterations begin: frozen and JSON-safe. */
export interface Pacing {
  readonly kind: 'pacing'
  /** From the start of an iteration to that of the next. */
  readonly every: ThinkTime
}

/**
 * One iteration of a user per …, whatever it takes: the next one starts that long after the start of the last, or at once where the
 * last took longer. What was missed is not made up for.
 *
 * @param every Above 0: a duration, or one drawn anew for each iteration, such as `between('4s', '6s')`.
 * @throws {OptionsError}
 * @example
 * scenario({ name: 'poller', pacing: pacing('5s'), run: ({ http }) => http.get('/news') })
 */
export function pacing(every: Duration | ThinkTime): Pacing {
  return parseOptions('pacing', { kind: 'pacing', every }, readObject)
}

/**
 * The moment at which a user's next iteration is to start, unless the one that started at `startedAt` ends later. Taken from when that
 * one was to start, rather than from when a timer let it, lateness doesn't add up.
 */
export function nextStart({ every }: Pacing, startedAt: number, random: Random): number {
  return startedAt + drawThinkTime(every, random)
}

/** Reads what `pacing()` returned, or what it takes. */
export const readPacing: Reader<Pacing> = (found, at, problems) => {
  if ((found as { kind?: unknown } | null | undefined)?.kind === 'pacing') return readObject(found, at, problems)
  return Object.freeze({ kind: 'pacing', every: readEvery(found, at, problems) })
}

const readEvery: Reader<ThinkTime> = (found, at, problems) => {
  const known = problems.length
  const read = thinkTime(found, at, problems)
  if (problems.length === known && longestThinkTime(read) === 0) expected("a time above 0, such as '5s'", found, at, problems)
  return read
}

const fields = object({ kind: oneOf('pacing'), every: readEvery })

const readObject: Reader<Pacing> = (found, at, problems) => Object.freeze(fields(found, at, problems))
