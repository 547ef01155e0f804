import { formatDuration, formatRate, formatShare } from '../core/format.ts'
import { duration, expected, object, optional, type Problem, type Reader, rate, share } from '../core/options.ts'
import type { Duration, Rate, Share } from '../core/units.ts'
import { describeLimit, type Limit, type Show } from './limit.ts'

/** Three limits for one metric. A value equal to a limit meets it. */
export interface Tiers<T> {
  /** Past it there is a warning, or a failure where it is the only tier. */
  readonly target: T
  /** Past it there is a stronger warning, or a failure where there is no tier `failure`. */
  readonly acceptable?: T
  /** Past it the test fails. */
  readonly failure?: T
}

/** From the lowest to the highest value, both included. */
export type Band = readonly [from: Duration, to: Duration]

/** Tiers by metric. Latencies and the error rate are upper limits, success rate and throughput lower ones. */
export interface ObjectivesOptions {
  readonly p50?: Tiers<Duration>
  readonly p90?: Tiers<Duration>
  readonly p95?: Tiers<Duration>
  readonly p99?: Tiers<Duration>
  readonly p999?: Tiers<Duration>
  /** Of the latency: upper limits, or bands that each lie in the next. */
  readonly mean?: Tiers<Duration> | Tiers<Band>
  /** Of the latency. */
  readonly max?: Tiers<Duration>
  readonly errorRate?: Tiers<Share>
  readonly successRate?: Tiers<Share>
  readonly throughput?: Tiers<Rate>
}

export type Metric = keyof ObjectivesOptions

/** Limits of one kind, each at or past the one before. */
export interface ParsedTiers {
  readonly target: Limit
  readonly acceptable: Limit | undefined
  readonly failure: Limit | undefined
}

export interface Objective {
  readonly metric: Metric
  readonly tiers: ParsedTiers
}

/** Reads tiers by metric, of at least one. */
export const objectives: Reader<readonly Objective[]> = (found, at, problems) => {
  const before = problems.length
  const read = Object.entries(metrics(found, at, problems)) as [Metric, ParsedTiers | undefined][]
  const given = read.flatMap(([metric, tiers]) => (tiers === undefined ? [] : [{ metric, tiers }]))
  if (given.length === 0 && problems.length === before) {
    expected("tiers of at least one metric, such as { p95: { target: '200ms' } }", found, at, problems)
  }
  return given
}

const upperDuration = optional(readTiers(single('at-most', duration()), formatDuration))

const metrics = object({
  p50: upperDuration,
  p90: upperDuration,
  p95: upperDuration,
  p99: upperDuration,
  p999: upperDuration,
  mean: optional(readTiers(meanLimit, formatDuration)),
  max: upperDuration,
  errorRate: optional(readTiers(single('at-most', share()), formatShare)),
  successRate: optional(readTiers(single('at-least', share()), formatShare)),
  throughput: optional(readTiers(single('at-least', rate()), formatRate)),
} satisfies Record<Metric, unknown>)

function readTiers(limit: Reader<Limit>, show: Show): Reader<ParsedTiers> {
  const read = object({ target: limit, acceptable: optional(limit), failure: optional(limit) })
  return (found, at, problems) => {
    const before = problems.length
    const tiers = read(found, at, problems)
    if (problems.length === before) checkOrder(tiers, at, show, problems)
    return tiers
  }
}

function single(kind: 'at-most' | 'at-least', reader: Reader<number>): Reader<Limit> {
  return (found, at, problems) => ({ kind, value: reader(found, at, problems) })
}

function meanLimit(found: unknown, at: string, problems: Problem[]): Limit {
  if (!Array.isArray(found)) return single('at-most', duration())(found, at, problems)
  if (found.length !== 2) expected("a band of two times, such as ['75s', '90s']", found, at, problems)
  const from = duration({ min: 0 })(found[0], `${at}[0]`, problems)
  const to = duration()(found[1], `${at}[1]`, problems)
  if (from > to) expected(`at or above \`${at}[0]\``, found[1], `${at}[1]`, problems)
  return { kind: 'within', from, to }
}

/** Each tier must let through whatever the one before does. */
function checkOrder(tiers: ParsedTiers, at: string, show: Show, problems: Problem[]): void {
  let inner: { readonly name: string; readonly limit: Limit } = { name: 'target', limit: tiers.target }
  for (const name of ['acceptable', 'failure'] as const) {
    const limit = tiers[name]
    if (limit === undefined) continue
    if (!isAtOrPast(limit, inner.limit)) {
      const rule = `at or past \`${at}.${inner.name}\` (${describeLimit(inner.limit, show)})`
      const message = `Expected \`${at}.${name}\` to be ${rule}, got ${describeLimit(limit, show)}`
      problems.push({ at: `${at}.${name}`, message })
    }
    inner = { name, limit }
  }
}

function isAtOrPast(outer: Limit, inner: Limit): boolean {
  if (outer.kind === 'within') return inner.kind === 'within' && outer.from <= inner.from && outer.to >= inner.to
  if (inner.kind === 'within') return false
  return outer.kind === 'at-most' ? outer.value >= inner.value : outer.value <= inner.value
}
