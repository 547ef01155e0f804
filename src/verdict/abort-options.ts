import { duration, expected, object, optional, type Problem, type Reader, rate, share } from '../core/options.ts'
import type { Duration, Rate, Share } from '../core/units.ts'
import type { AbortConditions, AbortLimits } from './abort-condition.ts'

type Above<Quantity extends string | number> = `>${Exclude<Quantity, number>}`
type Below<Quantity extends string | number> = `<${Exclude<Quantity, number>}`

/**
 * When a run is to be aborted: as soon as one of the conditions is met. Each is looked at once a second, over the last `window`, and all
 * but `throughput` only where at least 10 requests ended in it.
 */
export interface AbortWhen {
  /** Failed / (succeeded + failed), such as `'>20%'`; time-outs are failures. */
  readonly errorRate?: Above<Share>
  /** Of the latency, such as `'>2s'`; with time-outs, at the time they were given up. */
  readonly p50?: Above<Duration>
  readonly p90?: Above<Duration>
  readonly p95?: Above<Duration>
  readonly p99?: Above<Duration>
  /** Of the latency, such as `'>500ms'`; with time-outs, at the time they were given up. */
  readonly mean?: Above<Duration>
  /** Successful requests per second, such as `'<50/s'`. */
  readonly throughput?: Below<Rate>
  /**
   * When it is looked at for the first time, since the start of measuring: milliseconds or a text such as `'5s'`, at least 0; `LOAD_SCALE`
   * multiplies it, to no less than 1 s.
   * @default as long as `window`
   */
  readonly after?: Duration
  /**
   * Over how long: milliseconds or a text such as `'10s'`, at least 1 s; `LOAD_SCALE` multiplies it, to no less than 1 s.
   * @default '10s'
   */
  readonly window?: Duration
}

const DEFAULT_WINDOW = 10_000

/** Milliseconds: what is measured is looked at second by second. */
const SHORTEST = 1000

/** Reads `abortWhen`. */
export const readAbortWhen: Reader<AbortConditions> = (found, at, problems) => {
  const known = problems.length
  const { after, window, ...limits } = readFields(found, at, problems)
  const isEmpty = Object.values(limits).every((limit) => limit === undefined)
  if (isEmpty && problems.length === known) {
    problems.push({ at, message: `Expected \`${at}\` to have a condition, such as errorRate: '>20%', got none` })
  }
  return { limits, window, after: after ?? window }
}

/** The conditions as `LOAD_SCALE` has them. */
export function scaleAbortConditions(conditions: AbortConditions, scale: number): AbortConditions {
  const scaled = (duration: number): number => Math.max(duration * scale, SHORTEST)
  return { ...conditions, after: scaled(conditions.after), window: scaled(conditions.window) }
}

const aboveDuration = limit('>', duration(), "a time with '>' before it, such as '>2s'")

const readFields = object({
  errorRate: optional(limit('>', share({ min: 0, max: 1 }), "a share below 100% with '>' before it, such as '>20%'", 1)),
  p50: optional(aboveDuration),
  p90: optional(aboveDuration),
  p95: optional(aboveDuration),
  p99: optional(aboveDuration),
  mean: optional(aboveDuration),
  throughput: optional(limit('<', rate(), "a rate above 0 with '<' before it, such as '<50/s'")),
  after: optional(duration({ min: 0 })),
  window: optional(duration({ min: SHORTEST }), DEFAULT_WINDOW),
} satisfies Record<keyof AbortLimits | 'after' | 'window', Reader<unknown>>)

/** Reads a limit as it is written: a sign, and a quantity with its unit; below `end`, as nothing is above that. */
function limit(sign: '<' | '>', quantity: Reader<number>, what: string, end = Number.POSITIVE_INFINITY): Reader<number> {
  return (found, at, problems) => {
    const bad: Problem[] = []
    const isSigned = typeof found === 'string' && found.startsWith(sign)
    const value = isSigned ? quantity(found.slice(1).trim(), at, bad) : Number.NaN
    if (!isSigned || bad.length > 0 || value >= end) expected(what, found, at, problems)
    return value
  }
}
