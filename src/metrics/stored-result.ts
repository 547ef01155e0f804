import type { AppliedProfile, LoadModel } from '../profile/profile.ts'
import type { RunSpan } from '../profile/timeline.ts'
import type { Distribution } from '../stats/histogram.ts'
import type { CheckCount, ErrorGroup } from './counts.ts'
import type { Environment } from './environment.ts'
import type { Finding } from './finding.ts'
import { type Interval, type IterationSeries, type RequestSeries, requestDistributions } from './interval.ts'
import type { IntervalHealth } from './interval-health.ts'
import type { Outcome, Warning } from './outcome.ts'
import type { StoredResources } from './resources.ts'
import type { TimelineEvent } from './timeline-event.ts'

/** What is known of a run besides what was measured. */
export interface RunFacts {
  readonly name: string
  readonly startedAt: string
  readonly outcome: Outcome
  readonly model: LoadModel
  readonly profile: AppliedProfile
  readonly seed: number
  readonly scale: number
  readonly environment: Environment
  readonly warnings: readonly Warning[]
  /** The time that was measured: from 0 to the planned end, or to the last request where no time was planned; to the abort of an aborted run. */
  readonly duration: number
  /** Without gaps, up to `duration`; of several scenarios side by side those of each, up to its own end. */
  readonly stages: readonly RunSpan[]
  /** Missing where nothing was to happen. */
  readonly events?: readonly TimelineEvent[]
}

/** What a result's `toJSON` gives. Read it with `parseResult`: its inside may change with `schemaVersion`. */
export interface StoredResult extends RunFacts {
  readonly schemaVersion: 1
  /** Names that series refer to by their place. */
  readonly names: readonly string[]
  readonly intervals: readonly StoredInterval[]
  /** Missing where nothing was found. */
  readonly findings?: readonly Finding[]
  /** Missing where nothing was sampled. */
  readonly resources?: StoredResources
}

/** Count, sum, sum of squares, minimum, maximum (microseconds) and cells; 0 where there is nothing. */
export type StoredDistribution = readonly [number, number, number, number, number, string] | 0

interface StoredInterval {
  readonly start: number
  readonly end: number
  readonly vus: number
  readonly requests: readonly StoredRequests[]
  readonly iterations: readonly StoredIterations[]
  readonly health?: StoredHealth
}

interface StoredRequests {
  /** Scenario, endpoint and stage, as places in `names`. */
  readonly of: readonly [number, number, number]
  /** Succeeded, failed, interrupted, bytes sent, bytes received. */
  readonly counts: readonly [number, number, number, number, number]
  /** In the order of `requestDistributions`. */
  readonly times: readonly StoredDistribution[]
  readonly errors?: readonly ErrorGroup[]
  readonly perSecond?: readonly number[]
}

interface StoredIterations {
  /** Scenario and stage, as places in `names`. */
  readonly of: readonly [number, number]
  /** Started, completed, failed, interrupted, dropped. */
  readonly counts: readonly [number, number, number, number, number]
  readonly duration: StoredDistribution
  readonly lag?: StoredDistribution
  /** Planned, late. */
  readonly cycles?: readonly [number, number]
  readonly checks?: readonly CheckCount[]
  /** Names, as places in `names`, and their values. */
  readonly trends?: readonly (readonly [number, StoredDistribution])[]
}

interface StoredHealth {
  /** Observed, busy; number, total and longest of GC pauses; CPU time of the machine, used, stolen; throttled. */
  readonly sums: readonly [number, number, number, number, number, number, number, number, number]
  readonly loopDelay: StoredDistribution
}

/** The compact form of intervals: names once, figures by their place. */
export function storeIntervals(intervals: readonly Interval[]): Pick<StoredResult, 'names' | 'intervals'> {
  const names = new Map<string, number>()
  const place = (name: string): number => {
    const known = names.get(name) ?? names.size
    names.set(name, known)
    return known
  }
  const stored = intervals.map(({ start, end, vus, requests, iterations, health }) => ({
    start,
    end,
    vus,
    requests: requests.map((series) => storeRequests(series, place)),
    iterations: iterations.map((series) => storeIterations(series, place)),
    ...(health !== undefined && { health: storeHealth(health) }),
  }))
  return { names: [...names.keys()], intervals: stored }
}

/** The intervals of their compact form. Throws a `TypeError` or `RangeError` on anything else. */
export function restoreIntervals({ names, intervals }: Pick<StoredResult, 'names' | 'intervals'>): Interval[] {
  const nameAt = (place: number): string => {
    const name = names[place]
    if (name === undefined) throw new RangeError(`Expected a place among ${names.length} names, got ${place}`)
    return name
  }
  return intervals.map(({ start, end, vus, requests, iterations, health }) => ({
    start,
    end,
    vus,
    requests: requests.map((series) => restoreRequests(series, nameAt)),
    iterations: iterations.map((series) => restoreIterations(series, nameAt)),
    health: health === undefined ? undefined : restoreHealth(health),
  }))
}

function storeRequests(series: RequestSeries, place: (name: string) => number): StoredRequests {
  return {
    of: [place(series.scenario), place(series.endpoint), place(series.stage)],
    counts: [series.succeeded, series.failed, series.interrupted, series.sent, series.received],
    times: requestDistributions.map((name) => storeDistribution(series[name])),
    ...(series.errors.length > 0 && { errors: series.errors }),
    ...(series.perSecond !== undefined && { perSecond: series.perSecond }),
  }
}

function restoreRequests(
  { of, counts, times, errors = [], perSecond }: StoredRequests,
  nameAt: (place: number) => string,
): RequestSeries {
  const [succeeded, failed, interrupted, sent, received] = counts
  const [latency, failedLatency, interruptedAge, serviceTime, ttfb, connect] = times.map(restoreDistribution)
  return {
    scenario: nameAt(of[0]),
    endpoint: nameAt(of[1]),
    stage: nameAt(of[2]),
    succeeded,
    failed,
    interrupted,
    sent,
    received,
    latency,
    failedLatency,
    interruptedAge,
    serviceTime,
    ttfb,
    connect,
    errors,
    perSecond,
  }
}

function storeIterations(series: IterationSeries, place: (name: string) => number): StoredIterations {
  return {
    of: [place(series.scenario), place(series.stage)],
    counts: [series.started, series.completed, series.failed, series.interrupted, series.dropped],
    duration: storeDistribution(series.duration),
    ...(series.lag !== undefined && { lag: storeDistribution(series.lag) }),
    ...(series.cycles > 0 && { cycles: [series.cycles, series.thinkTimeLate] as const }),
    ...(series.checks.length > 0 && { checks: series.checks }),
    ...(series.trends.length > 0 && {
      trends: series.trends.map(({ name, values }) => [place(name), storeDistribution(values)] as const),
    }),
  }
}

function restoreIterations(
  { of, counts, duration, lag = 0, cycles = [0, 0], checks = [], trends = [] }: StoredIterations,
  nameAt: (place: number) => string,
): IterationSeries {
  const [started, completed, failed, interrupted, dropped] = counts
  return {
    scenario: nameAt(of[0]),
    stage: nameAt(of[1]),
    started,
    completed,
    failed,
    interrupted,
    dropped,
    duration: restoreDistribution(duration),
    lag: restoreDistribution(lag),
    cycles: cycles[0],
    thinkTimeLate: cycles[1],
    checks,
    trends: trends.flatMap(([name, stored]) => {
      const values = restoreDistribution(stored)
      return values === undefined ? [] : [{ name: nameAt(name), values }]
    }),
  }
}

function storeHealth({ observed, busy, loopDelay, gc, cpu, throttled }: IntervalHealth): StoredHealth {
  const sums = [observed, busy, gc.count, gc.total, gc.longest, cpu.total, cpu.busy, cpu.steal, throttled].map(rounded)
  return { sums: sums as unknown as StoredHealth['sums'], loopDelay: storeDistribution(loopDelay) }
}

function restoreHealth({ sums, loopDelay }: StoredHealth): IntervalHealth {
  const [observed, busy, count, total, longest, cpuTotal, cpuBusy, steal, throttled] = sums
  return {
    observed,
    busy,
    loopDelay: restoreDistribution(loopDelay),
    gc: { count, total, longest },
    cpu: { total: cpuTotal, busy: cpuBusy, steal },
    throttled,
  }
}

/** To the microsecond. */
function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000
}

/** As an array, which is shorter. */
export function storeDistribution(distribution: Distribution | undefined): StoredDistribution {
  if (distribution === undefined) return 0
  const { count, sum, sumOfSquares, min, max, cells } = distribution
  return [count, sum, sumOfSquares, min, max, cells]
}

export function restoreDistribution(stored: StoredDistribution): Distribution | undefined {
  if (stored === 0) return undefined
  const [count, sum, sumOfSquares, min, max, cells] = stored
  return { count, sum, sumOfSquares, min, max, cells }
}
