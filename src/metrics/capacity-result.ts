import type { Environment } from './environment.ts'
import type { Outcome, Warning } from './outcome.ts'

/** What came of one level of a search: its objective was met, or missed; or the generator could not offer as much. */
export type LevelVerdict = 'met' | 'missed' | 'generator-limited'

/**
 * What came of a search.
 * - `found`: the limit is between `low` and `high`.
 * - `none-found`: the highest load, `to`, was held.
 * - `fails-at-start`: the lowest load, `from`, was not.
 * - `generator-limited`: the generator came to its limit before the target did: the capacity is at least `low`.
 * - `aborted`: the search ended before it knew: the capacity is at least `low`. Only reports have it: `findCapacity` rejects then.
 */
export type CapacityVerdict = 'found' | 'none-found' | 'fails-at-start' | 'generator-limited' | 'aborted'

/** The metrics that an objective may limit. */
export const objectiveMetrics = ['p50', 'p90', 'p95', 'p99', 'p999', 'mean', 'max', 'errorRate'] as const

export type ObjectiveMetric = (typeof objectiveMetrics)[number]

/**
 * What ended the climb: a metric of the objective; `growth`, where latency or requests in flight still grew at the end of a level; `dropped`,
 * where all users were waiting when an iteration was due; or the `generator`.
 */
export type CapacityLimit = ObjectiveMetric | 'growth' | 'dropped' | 'generator'

/** One level of a search, in the order in which they were measured. */
export interface CapacityLevel {
  /** Arrivals per second, or users. */
  readonly offered: number
  /** Successful requests per second. */
  readonly achieved: number | undefined
  /** Of the latency, in milliseconds. */
  readonly p95: number | undefined
  /** Share of the requests that failed. */
  readonly errorRate: number | undefined
  /** Milliseconds that were measured: less than planned where it was hopeless. */
  readonly duration: number
  readonly verdict: LevelVerdict
  readonly limitedBy: CapacityLimit | undefined
  /** In a sentence. */
  readonly reason: string
}

/** Arrivals per second, or users. */
export interface Capacity {
  /**
   * The middle between `low` and `high`, by ratio, or that of the loads that came out now so and now so; `undefined` where nobody knows an
   * upper end.
   */
  readonly mean: number | undefined
  /** The highest load that was held, with all below it. */
  readonly low: number
  /** The lowest load that was not, with all above it; `undefined` where the generator came to its own limit, or the search was aborted. */
  readonly high: number | undefined
}

/** The limit of a target, as `findCapacity` found it. JSON-safe and frozen. */
export interface CapacityResult {
  readonly kind: 'capacity'
  readonly schemaVersion: 1
  readonly name: string
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly outcome: Outcome
  /** What loads are: arrivals per second, or users. */
  readonly unit: 'rate' | 'vus'
  /** Latencies in milliseconds, the error rate as a share: the highest that is good. */
  readonly objective: Readonly<Partial<Record<ObjectiveMetric, number>>>
  readonly from: number
  readonly to: number
  /** A share. */
  readonly resolution: number
  /** `LOAD_SCALE` of the run. */
  readonly scale: number
  readonly verdict: CapacityVerdict
  /** `undefined` where none was found, and where even the lowest load was too much. */
  readonly capacity: Capacity | undefined
  readonly limitedBy: CapacityLimit | undefined
  readonly levels: readonly CapacityLevel[]
  readonly warnings: readonly Warning[]
  readonly environment: Environment
}

/** Whether a value is the result of a search. */
export function isCapacityResult(found: unknown): found is CapacityResult {
  return typeof found === 'object' && found !== null && (found as Partial<CapacityResult>).kind === 'capacity'
}
