import { flag, object, optional, parseOptions, type Reader, text } from '../core/options.ts'
import { parseDuration } from '../core/units.ts'

/** By how much a figure may become worse: a share of the baseline's (`'10%'`). With `±` it may not become better by more, either. */
export type RelativeChange = `${number}%` | `±${number}%`
/** The same for times, also in milliseconds or with a unit: `'20ms'`. */
export type LatencyChange = RelativeChange | `${number}ms` | `${number}s` | `±${number}ms` | `±${number}s`
/** The same for shares, in percentage points: a share of 0 would be nothing. */
export type ShareChange = `${number}pt` | `±${number}pt`

/** What `toMatchBaseline` compares. Where any metric is given, only those that are given are compared. */
export interface BaselineOptions {
  readonly mean?: LatencyChange
  readonly p50?: LatencyChange
  readonly p90?: LatencyChange
  /** @default '10%' where no metric is given */
  readonly p95?: LatencyChange
  readonly p99?: LatencyChange
  readonly max?: LatencyChange
  /** @default '0.1pt' where no metric is given */
  readonly errorRate?: ShareChange
  /** By how much it may fall. @default '10%' where no metric is given */
  readonly throughput?: RelativeChange
  /** Whether each endpoint is compared by itself, too, where it has enough requests. @default true */
  readonly endpoints?: boolean
  /** Whether it fails where nothing can be compared: without a baseline of this environment, with other endpoints. @default false */
  readonly strict?: boolean
  /** What the target says of itself, such as its version: kept with the baseline, and told. */
  readonly target?: string
}

export const baselineMetrics = ['mean', 'p50', 'p90', 'p95', 'p99', 'max', 'errorRate', 'throughput'] as const
export type BaselineMetric = (typeof baselineMetrics)[number]

export interface BaselineLimit {
  readonly metric: BaselineMetric
  /** `relative`: a share of the baseline's figure. `absolute`: milliseconds, or a share of requests. */
  readonly kind: 'relative' | 'absolute'
  readonly value: number
  /** Whether it is a limit on both sides. */
  readonly isBand: boolean
}

export interface ParsedBaselineOptions {
  readonly limits: readonly BaselineLimit[]
  readonly endpoints: boolean
  readonly strict: boolean
  readonly target: string | undefined
}

/** Reads what a user gave to `toMatchBaseline`. Throws an `OptionsError` that lists every problem. */
export function parseBaselineOptions(matcher: string, options: unknown): ParsedBaselineOptions {
  const { endpoints, strict, target, ...given } = parseOptions(matcher, options, readOptions)
  const limits = baselineMetrics.flatMap((metric) => given[metric] ?? [])
  return { limits: limits.length === 0 ? DEFAULT_LIMITS : limits, endpoints, strict, target }
}

const DEFAULT_LIMITS: readonly BaselineLimit[] = [
  { metric: 'p95', kind: 'relative', value: 0.1, isBand: false },
  { metric: 'errorRate', kind: 'absolute', value: 0.001, isBand: false },
  { metric: 'throughput', kind: 'relative', value: 0.1, isBand: false },
]

const latency = (metric: BaselineMetric) => change(metric, "a change such as '10%', '±10%' or '20ms'", latencyChange)

const readOptions = object({
  mean: optional(latency('mean')),
  p50: optional(latency('p50')),
  p90: optional(latency('p90')),
  p95: optional(latency('p95')),
  p99: optional(latency('p99')),
  max: optional(latency('max')),
  errorRate: optional(change('errorRate', "a change in percentage points, such as '0.1pt'", points)),
  throughput: optional(change('throughput', "a change such as '10%' or '±10%'", percent)),
  endpoints: optional(flag, true),
  strict: optional(flag, false),
  target: optional(text),
})

/** Reads a share by which a figure may change. */
export const relativeChange: Reader<Pick<BaselineLimit, 'value' | 'isBand'>> = change(
  'throughput',
  "a change such as '10%' or '±10%'",
  percent,
)

type Amount = Pick<BaselineLimit, 'kind' | 'value'>

function change(metric: BaselineMetric, what: string, parse: (text: string) => Amount | undefined): Reader<BaselineLimit> {
  return (found, at, problems) => {
    const given = typeof found === 'string' ? found.trim() : ''
    const isBand = given.startsWith('±')
    const amount = parse(isBand ? given.slice(1).trim() : given)
    if (amount !== undefined) return { metric, isBand, ...amount }
    const shown = typeof found === 'string' ? `'${found}'` : String(found)
    problems.push({ at, message: `Expected \`${at}\` to be ${what}, got ${shown}` })
    return { metric, isBand, kind: 'absolute', value: 0 }
  }
}

function latencyChange(given: string): Amount | undefined {
  const time = /^\d/.test(given) && !given.endsWith('%') ? parseDuration(given) : undefined
  return time === undefined ? percent(given) : { kind: 'absolute', value: time }
}

function percent(given: string): Amount | undefined {
  const value = numberBefore(given, '%')
  return value === undefined ? undefined : { kind: 'relative', value }
}

function points(given: string): Amount | undefined {
  const value = numberBefore(given, 'pt')
  return value === undefined ? undefined : { kind: 'absolute', value }
}

function numberBefore(given: string, unit: string): number | undefined {
  const [, digits] = /^(\d+(?:\.\d+)?|\.\d+) ?(\D+)$/.exec(given) ?? []
  return digits !== undefined && given.endsWith(unit) && given.slice(digits.length).trim() === unit
    ? Number(digits) / 100
    : undefined
}
