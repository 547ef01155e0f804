import type { Distribution } from '../stats/histogram.ts'
import type { CheckCount, ErrorGroup } from './counts.ts'
import type { IntervalHealth } from './interval-health.ts'

/** The requests of one scenario × endpoint × stage that ended in an interval. Sizes in bytes. */
export interface RequestSeries {
  readonly scenario: string
  readonly endpoint: string
  readonly stage: string
  readonly succeeded: number
  readonly failed: number
  readonly interrupted: number
  readonly sent: number
  readonly received: number
  readonly latency: Distribution | undefined
  readonly failedLatency: Distribution | undefined
  readonly interruptedAge: Distribution | undefined
  readonly serviceTime: Distribution | undefined
  readonly ttfb: Distribution | undefined
  readonly connect: Distribution | undefined
  readonly errors: readonly ErrorGroup[]
  /** Successes in each second that the interval touches, where it touches more than one. */
  readonly perSecond: readonly number[] | undefined
}

/** The iterations of one scenario × stage: starts in the interval, ends in the interval. */
export interface IterationSeries {
  readonly scenario: string
  readonly stage: string
  readonly started: number
  readonly completed: number
  readonly failed: number
  readonly interrupted: number
  readonly dropped: number
  readonly duration: Distribution | undefined
  /** Of the open model: from when iterations were due to when they started. */
  readonly lag: Distribution | undefined
  /** Milliseconds that iterations with a think time after them were to take with it, all together. */
  readonly cycles: number
  /** Milliseconds that think times took beyond what was planned, because timers ran late. */
  readonly thinkTimeLate: number
  readonly checks: readonly CheckCount[]
  readonly trends: readonly TrendSeries[]
}

/** The values of a custom metric: a thousandth of its own unit is what a microsecond is of times. */
export interface TrendSeries {
  readonly name: string
  readonly values: Distribution
}

/**
 * What was measured in a piece of time: the one mergeable thing. Totals, slices, windows of time, live progress, threads and machines are
 * all sums of intervals. A sample is in the interval in which it ended, under the scenario and stage in which its iteration was due.
 */
export interface Interval {
  /** Milliseconds since the start of measuring. */
  readonly start: number
  /** Excluded. */
  readonly end: number
  /** The most users that were active in it. */
  readonly vus: number
  readonly requests: readonly RequestSeries[]
  readonly iterations: readonly IterationSeries[]
  /** `undefined` where nobody watched the generator. */
  readonly health: IntervalHealth | undefined
}

/** The distributions of a request series, by name. */
export const requestDistributions = ['latency', 'failedLatency', 'interruptedAge', 'serviceTime', 'ttfb', 'connect'] as const
