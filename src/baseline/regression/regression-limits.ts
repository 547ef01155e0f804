import { expected, flag, object, optional, type Reader, share } from '../../core/options.ts'
import type { Share } from '../../core/units.ts'

/** What can be worse than before, in the order in which it is told. */
export const regressionMetrics = ['p50', 'p90', 'p95', 'p99', 'mean', 'errorRate', 'throughput'] as const
export type RegressionMetric = (typeof regressionMetrics)[number]

/** A change of a share of requests, as a number from 0 to 1 or in percentage points: `'0.1pt'`. */
export type Points = number | `${number}pt`

/**
 * By how much each metric may become worse. Only those that are named are judged.
 *
 * @default { p95: '10%', errorRate: '0.1pt', throughput: '10%' }
 */
export interface RegressionOptions {
  /** By which share a latency may rise (a number from 0, or text such as `'10%'`). */
  readonly p50?: Share
  readonly p90?: Share
  readonly p95?: Share
  readonly p99?: Share
  readonly mean?: Share
  /** By how much the share of failed requests may rise, such as `'0.1pt'`. */
  readonly errorRate?: Points
  /** By which share the successful requests per second may fall (from 0 to below 1, or text such as `'10%'`). */
  readonly throughput?: Share
  /** How sure all intervals together are, from 0.5 to below 1, or text such as `'99%'`. @default 0.95 */
  readonly confidence?: Share
  /** Whether what cannot be told fails as well. @default false: it passes with a warning */
  readonly strict?: boolean
}

/** The same, read. */
export interface RegressionLimits {
  /** Shares of the baseline's; of `errorRate` a difference of shares. */
  readonly limits: ReadonlyMap<RegressionMetric, number>
  readonly confidence: number
  readonly strict: boolean
}

export const readRegressionOptions: Reader<RegressionLimits> = (found, at, problems) => {
  const { confidence, strict, ...given } = readFields(found, at, problems)
  const named = regressionMetrics.filter((metric) => given[metric] !== undefined)
  const limits = named.length === 0 ? DEFAULT_LIMITS : named.map((metric) => [metric, given[metric] as number] as const)
  return { limits: new Map(limits), confidence, strict }
}

const DEFAULT_LIMITS = [
  ['p95', 0.1],
  ['errorRate', 0.001],
  ['throughput', 0.1],
] as const

const points: Reader<number> = (found, at, problems) => {
  const [, digits] = typeof found === 'string' ? (/^(\d+(?:\.\d+)?) ?pt$/.exec(found) ?? []) : []
  const value = typeof found === 'number' ? found : digits === undefined ? Number.NaN : Number(digits) / 100
  if (!(value >= 0 && value <= 1)) expected("a change in percentage points, such as '0.1pt'", found, at, problems)
  return value
}

const confidence: Reader<number> = (found, at, problems) => {
  const value = share()(found, at, problems)
  if (value < 0.5 || value === 1) expected("from 50 % to below 100 %, such as '95%'", found, at, problems)
  return value
}

const fall: Reader<number> = (found, at, problems) => {
  const value = share()(found, at, problems)
  if (value === 1) expected('below 100 %, because nothing falls by more', found, at, problems)
  return value
}

const rise = share({ min: 0 })

const readFields = object({
  p50: optional(rise),
  p90: optional(rise),
  p95: optional(rise),
  p99: optional(rise),
  mean: optional(rise),
  errorRate: optional(points),
  throughput: optional(fall),
  confidence: optional(confidence, 0.95),
  strict: optional(flag, false),
})
