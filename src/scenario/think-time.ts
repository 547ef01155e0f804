import { duration, expected, object, oneOf, optional, type Problem, parseOptions, type Reader } from '../core/options.ts'
import type { Random } from '../core/random.ts'
import { type Duration, parseDuration } from '../core/units.ts'
import { parseCall } from '../profile/parse-call.ts'

/** Always the same time. */
export interface ConstantTime {
  readonly kind: 'constant'
  /** Milliseconds. */
  readonly duration: number
}

/** Any time from … to, each as likely as the others. */
export interface BetweenTimes {
  readonly kind: 'between'
  /** Milliseconds. */
  readonly from: number
  /** Milliseconds. */
  readonly to: number
}

/** Mostly short times, and now and then a long one, as between the visits of many independent people. */
export interface ExponentialTime {
  readonly kind: 'exponential'
  /** Milliseconds. */
  readonly mean: number
  /** Milliseconds; what is drawn above it becomes it. */
  readonly max?: number
}

/** How long a user rests between its iterations: frozen and JSON-safe, times in milliseconds. */
export type ThinkTime = ConstantTime | BetweenTimes | ExponentialTime

/**
 * Always the same time.
 *
 * @param duration Milliseconds, at least 0, or text such as `'1s'`.
 * @throws {OptionsError}
 */
export function constant(duration: Duration): ConstantTime {
  return Object.freeze(parseOptions('constant', { kind: 'constant', duration }, readConstant))
}

/**
 * A time drawn anew for each iteration, uniform from `from` to `to`.
 *
 * @param from Milliseconds, at least 0, or text such as `'0.5s'`.
 * @param to Not below `from`.
 * @throws {OptionsError} lists everything that is wrong.
 * @example
 * scenario({ name: 'reader', thinkTime: between('0.5s', '2s'), run: ({ http }) => http.get('/news') })
 */
export function between(from: Duration, to: Duration): BetweenTimes {
  return Object.freeze(parseOptions('between', { kind: 'between', from, to }, readBetween))
}

export interface ExponentialOptions {
  /**
   * What is drawn above it becomes it; above `mean`. It lowers the mean of what is drawn by the share e^(−max/mean): 0.7 % at five
   * times the mean.
   * @default no bound
   */
  readonly max?: Duration
}

/**
 * A time drawn anew for each iteration, exponentially distributed: −mean × ln(1 − u), with u uniform from 0 to 1.
 *
 * @param mean Milliseconds, above 0, or text such as `'1s'`.
 * @throws {OptionsError} lists everything that is wrong.
 */
export function exponential(mean: Duration, options: ExponentialOptions = {}): ExponentialTime {
  const call = parseCall(
    'exponential',
    [{ mean }, object({ mean: duration() })],
    [options, object({ max: optional(duration()) })],
  )
  return parseOptions('exponential', { kind: 'exponential', ...call }, readExponential)
}

/** Milliseconds for one rest. */
export function drawThinkTime(thinkTime: ThinkTime, random: Random): number {
  switch (thinkTime.kind) {
    case 'constant':
      return thinkTime.duration
    case 'between':
      return thinkTime.from + (thinkTime.to - thinkTime.from) * random.next()
    case 'exponential':
      return Math.min(-thinkTime.mean * Math.log(1 - random.next()), thinkTime.max ?? Number.POSITIVE_INFINITY)
  }
}

/** The longest time that can be drawn, in milliseconds. */
export function longestThinkTime(thinkTime: ThinkTime): number {
  switch (thinkTime.kind) {
    case 'constant':
      return thinkTime.duration
    case 'between':
      return thinkTime.to
    case 'exponential':
      return thinkTime.max ?? Number.POSITIVE_INFINITY
  }
}

/** Reads a duration, or what one of the functions here returned. */
export const thinkTime: Reader<ThinkTime> = (found, at, problems) => {
  const kind = (found as { kind?: unknown } | null | undefined)?.kind
  if (typeof kind === 'string' && Object.hasOwn(readers, kind)) {
    return Object.freeze(readers[kind as ThinkTime['kind']](found, at, problems))
  }
  const ms = parseDuration(found)
  if (ms !== undefined && ms >= 0) return Object.freeze({ kind: 'constant', duration: ms })
  expected("a time of at least 0, such as '1s', between('0.5s', '2s') or exponential('1s')", found, at, problems)
  return { kind: 'constant', duration: 0 }
}

const readConstant = object({ kind: oneOf('constant'), duration: duration({ min: 0 }) })
const betweenFields = object({ kind: oneOf('between'), from: duration({ min: 0 }), to: duration({ min: 0 }) })
const exponentialFields = object({ kind: oneOf('exponential'), mean: duration(), max: optional(duration()) })

const readBetween: Reader<BetweenTimes> = (found, at, problems) => {
  const read = betweenFields(found, at, problems)
  if (read.from > read.to) refuseOrder(at, 'to', `at least \`from\`, ${read.from} ms`, read.to, problems)
  return read
}

const readExponential: Reader<ExponentialTime> = (found, at, problems) => {
  const { max, ...read } = exponentialFields(found, at, problems)
  if (max === undefined) return Object.freeze(read)
  if (max <= read.mean) refuseOrder(at, 'max', `above \`mean\`, ${read.mean} ms`, max, problems)
  return Object.freeze({ ...read, max })
}

function refuseOrder(at: string, name: string, bound: string, found: number, problems: Problem[]): void {
  const place = at === '' ? name : `${at}.${name}`
  problems.push({ at: place, message: `Expected \`${place}\` to be ${bound}, got ${found} ms` })
}

const readers: { readonly [K in ThinkTime['kind']]: Reader<Extract<ThinkTime, { kind: K }>> } = {
  constant: readConstant,
  between: readBetween,
  exponential: readExponential,
}
