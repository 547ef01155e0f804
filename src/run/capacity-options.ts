import { existing } from '../core/existing.ts'
import { formatRate } from '../core/format.ts'
import { duration, expected, integer, object, optional, type Problem, type Reader, rate, share } from '../core/options.ts'
import type { Duration, Share } from '../core/units.ts'
import type { ObjectiveMetric } from '../metrics/capacity-result.ts'
import { formatUsers } from '../profile/describe-profile.ts'
import type { SearchBounds } from './capacity-search.ts'
import type { LadderLevel } from './ladder-options.ts'
import { type LoadOptions, type ReadLoadOptions, runFields } from './load-options.ts'

/** What a target has to keep to: the highest figure of each metric that is still good. At least one. */
export interface CapacityObjectiveOptions {
  /** Of the latency: milliseconds, above 0, or text such as `'200ms'`. */
  readonly p50?: Duration
  readonly p90?: Duration
  readonly p95?: Duration
  readonly p99?: Duration
  readonly p999?: Duration
  readonly mean?: Duration
  readonly max?: Duration
  /** Share of the requests that fail: from 0 to 1, or text such as `'1%'`. */
  readonly errorRate?: Share
}

/** What `findCapacity` is told besides the scenario: the search, and what a load is told, for each of its levels. */
export interface CapacityOptions extends Omit<LoadOptions, 'threads' | 'maxRequests' | 'budget' | 'abortWhen' | 'events'> {
  /** What a level has to keep to. */
  readonly objective: CapacityObjectiveOptions
  /** The lowest level: users, a whole number of at least 1, or arrivals as text such as `'10/s'`. */
  readonly from: LadderLevel
  /** The highest level that is tried, as `from` is, and above it. */
  readonly to: LadderLevel
  /**
   * How far apart a level that was held and one that was not may be at the end, as a share of the lower: from 0.5 % to 50 %. Each half of it
   * takes one level more.
   * @default '5%'
   */
  readonly resolution?: Share
  /**
   * How long a level lasts at least: milliseconds or a text such as `'10s'`, above 0; `LOAD_SCALE` multiplies it. Never below 25 times the
   * highest limit of latency, whatever the scale: a shorter one would not show that a queue grows.
   * @default '5s'
   */
  readonly levelDuration?: Duration
}

/** An objective, read. Latencies in milliseconds. */
export interface CapacityObjective {
  /** By metric, as it was given. */
  readonly limits: Readonly<Partial<Record<ObjectiveMetric, number>>>
  readonly errorRate: number | undefined
  /** Those of the percentiles, with the share of requests that may be slower. */
  readonly percentiles: readonly { readonly metric: ObjectiveMetric; readonly share: number; readonly limit: number }[]
  /** The highest limit of a latency. */
  readonly latency: number | undefined
}

export interface ReadCapacity {
  readonly unit: 'rate' | 'vus'
  readonly bounds: SearchBounds
  readonly objective: CapacityObjective
  /** Milliseconds, before `LOAD_SCALE`. */
  readonly levelDuration: number
  readonly options: ReadLoadOptions
}

const DEFAULT_LEVEL = 5000
const DEFAULT_RESOLUTION = 0.05

const limits = {
  p50: optional(duration()),
  p90: optional(duration()),
  p95: optional(duration()),
  p99: optional(duration()),
  p999: optional(duration()),
  mean: optional(duration()),
  max: optional(duration()),
  errorRate: optional(share()),
} satisfies Record<ObjectiveMetric, Reader<unknown>>

/** Shares of requests that may be slower than a limit. */
const SLOWER = { p50: 0.5, p90: 0.1, p95: 0.05, p99: 0.01, p999: 0.001, max: 0 } as const

const { maxRequests: _, budget: _budget, abortWhen: _abortWhen, ...levelFields } = runFields

const capacityOptions = object({
  ...levelFields,
  warmUp: optional(duration({ min: 0 }), 0),
  objective: object(limits),
  from: given,
  to: given,
  resolution: optional(share({ min: 0.005, max: 0.5 }), DEFAULT_RESOLUTION),
  levelDuration: optional(duration(), DEFAULT_LEVEL),
})

/** Reads what `findCapacity` is given, and adds all that is wrong to `problems`. */
export function readCapacity(found: CapacityOptions | undefined, problems: Problem[]): ReadCapacity {
  const known = problems.length
  const { objective: read, from, to, resolution, levelDuration, ...options } = capacityOptions(found, '', problems)
  const isSound = problems.length === known
  const objective = objectiveOf(existing(read))
  if (isSound && Object.keys(objective.limits).length === 0) {
    expected("a limit of at least one metric, such as { p95: '200ms', errorRate: '1%' }", found?.objective, 'objective', problems)
  }
  const unit = typeof from === 'string' ? 'rate' : 'vus'
  const [low, high] = [readLevel(from, unit, 'from', problems), readLevel(to, unit, 'to', problems)]
  if (high <= low) expected(`above \`from\`, ${unit === 'rate' ? formatRate(low) : formatUsers(low)}`, to, 'to', problems)
  if (objective.latency !== undefined && options.timeout <= objective.latency) {
    const needed = 'above the limits of latency in `objective`, or no request could show that it is past them'
    expected(needed, found?.timeout ?? options.timeout, 'timeout', problems)
  }
  return {
    unit,
    bounds: { from: low, to: high, resolution, isWhole: unit === 'vus' },
    objective,
    levelDuration,
    options: { ...options, threads: 1, maxRequests: undefined, budget: undefined, abortWhen: undefined },
  }
}

function objectiveOf(limits: CapacityObjective['limits']): CapacityObjective {
  const { errorRate, ...latencies } = limits
  const percentiles = (Object.keys(SLOWER) as (keyof typeof SLOWER)[]).flatMap((metric) => {
    const limit = latencies[metric]
    return limit === undefined ? [] : [{ metric, share: SLOWER[metric], limit }]
  })
  const all = Object.values(latencies)
  return { limits, errorRate, percentiles, latency: all.length === 0 ? undefined : Math.max(...all) }
}

/** Read when it is known what `from` is. */
function given(found: unknown): unknown {
  return found
}

function readLevel(found: unknown, unit: 'rate' | 'vus', at: string, problems: Problem[]): number {
  if (unit === 'vus' && typeof found !== 'string') {
    if (found !== undefined || at === 'to') return integer()(found, at, problems)
    expected("a number of users, or arrivals as text such as '10/s'", found, at, problems)
    return Number.NaN
  }
  if (unit === 'rate' && typeof found === 'string') return rate()(found, at, problems)
  expected(unit === 'rate' ? "a rate as `from` is, such as '1000/s'" : 'a number of users as `from` is', found, at, problems)
  return Number.NaN
}
