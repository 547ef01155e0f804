import { type Distribution, mergeDistributions } from '../stats/histogram.ts'
import type { CheckCount, ErrorGroup } from './counts.ts'
import type { Interval, IterationSeries, RequestSeries, TrendSeries } from './interval.ts'
import { mergeHealthOf } from './interval-health.ts'

/** At most so many examples of an error are kept. */
export const MAX_EXAMPLES = 5

/** Identifies a request series, or an iteration series (without an endpoint), in a map. */
export function seriesKey(series: { scenario: string; endpoint?: string; stage: string }): string {
  return `${series.scenario}\n${series.stage}\n${series.endpoint ?? ''}`
}

/** The sum of request series, named after the first; their seconds are not kept. */
export function mergeRequests(parts: readonly [RequestSeries, ...RequestSeries[]]): RequestSeries {
  const [first] = parts
  if (parts.length === 1) return first
  return {
    scenario: first.scenario,
    endpoint: first.endpoint,
    stage: first.stage,
    succeeded: sum(parts, (part) => part.succeeded),
    failed: sum(parts, (part) => part.failed),
    interrupted: sum(parts, (part) => part.interrupted),
    sent: sum(parts, (part) => part.sent),
    received: sum(parts, (part) => part.received),
    latency: mergeDefined(parts, (part) => part.latency),
    failedLatency: mergeDefined(parts, (part) => part.failedLatency),
    interruptedAge: mergeDefined(parts, (part) => part.interruptedAge),
    serviceTime: mergeDefined(parts, (part) => part.serviceTime),
    ttfb: mergeDefined(parts, (part) => part.ttfb),
    connect: mergeDefined(parts, (part) => part.connect),
    errors: mergeErrors(parts.flatMap((part) => part.errors)),
    perSecond: undefined,
  }
}

/** The sum of iteration series, named after the first. */
export function mergeIterations(parts: readonly [IterationSeries, ...IterationSeries[]]): IterationSeries {
  const [first] = parts
  if (parts.length === 1) return first
  return {
    scenario: first.scenario,
    stage: first.stage,
    started: sum(parts, (part) => part.started),
    completed: sum(parts, (part) => part.completed),
    failed: sum(parts, (part) => part.failed),
    interrupted: sum(parts, (part) => part.interrupted),
    dropped: sum(parts, (part) => part.dropped),
    duration: mergeDefined(parts, (part) => part.duration),
    lag: mergeDefined(parts, (part) => part.lag),
    cycles: sum(parts, (part) => part.cycles),
    thinkTimeLate: sum(parts, (part) => part.thinkTimeLate),
    checks: mergeChecks(parts.flatMap((part) => part.checks)),
    trends: mergeTrends(parts.flatMap((part) => part.trends)),
  }
}

/** The sum of intervals: those of one time (of several threads) and those of one time after another. */
export function mergeIntervals(intervals: readonly [Interval, ...Interval[]]): Interval {
  const steps = mergingIntervals(intervals)
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value
}

/** The same in small steps, one series each, for whoever must not stall. */
export function* mergingIntervals(intervals: readonly [Interval, ...Interval[]]): Generator<void, Interval> {
  const start = Math.min(...intervals.map((interval) => interval.start))
  const end = Math.max(...intervals.map((interval) => interval.end))
  const requests: RequestSeries[] = []
  for (const parts of grouped(intervals, (interval) => interval.requests)) {
    const perSecond = successesPerSecond(parts, start, end)
    requests.push({ ...mergeRequests(series(parts)), perSecond })
    yield
  }
  const iterations: IterationSeries[] = []
  for (const parts of grouped(intervals, (interval) => interval.iterations)) {
    iterations.push(mergeIterations(series(parts)))
    yield
  }
  return { start, end, vus: mergeVus(intervals), requests, iterations, health: mergeHealthOf(intervals) }
}

/** Successes in each second between two bounds, by the seconds that the parts know. */
function successesPerSecond(parts: Iterable<Part<RequestSeries>>, start: number, end: number): number[] | undefined {
  const first = Math.floor(start / 1000)
  const seconds = Math.ceil(end / 1000) - first
  if (seconds === 1) return undefined
  const successes = new Array<number>(seconds).fill(0)
  for (const { interval, series } of parts) {
    const offset = Math.floor(interval.start / 1000) - first
    for (const [second, succeeded] of (series.perSecond ?? [series.succeeded]).entries()) {
      successes[offset + second] = (successes[offset + second] ?? 0) + succeeded
    }
  }
  return successes
}

/** The sum of error groups, the most frequent first, each with its earliest examples. */
export function mergeErrors(groups: readonly ErrorGroup[]): ErrorGroup[] {
  const merged = new Map<string, ErrorGroup>()
  for (const group of groups) {
    const key = `${group.category}\n${group.endpoint}\n${group.message}`
    const known = merged.get(key)
    merged.set(key, known === undefined ? group : addErrors(known, group))
  }
  return [...merged.values()].sort((a, b) => b.count - a.count)
}

/** The sum of checks, in the order in which they first came. */
function mergeChecks(checks: readonly CheckCount[]): CheckCount[] {
  const merged = new Map<string, CheckCount>()
  for (const { name, passed, failed } of checks) {
    const known = merged.get(name) ?? { name, passed: 0, failed: 0 }
    merged.set(name, { name, passed: known.passed + passed, failed: known.failed + failed })
  }
  return [...merged.values()]
}

/** The values of trends of one name together, in the order in which they first came. */
function mergeTrends(trends: readonly TrendSeries[]): readonly TrendSeries[] {
  const byName = new Map<string, Distribution[]>()
  for (const { name, values } of trends) {
    const known = byName.get(name)
    if (known === undefined) byName.set(name, [values])
    else known.push(values)
  }
  return [...byName].map(([name, values]) => ({ name, values: mergeDistributions(values) as Distribution }))
}

interface Part<S> {
  readonly interval: Interval
  readonly series: S
}

function grouped<S extends { scenario: string; stage: string }>(
  intervals: readonly Interval[],
  seriesOf: (interval: Interval) => readonly S[],
): Iterable<Part<S>[]> {
  const groups = new Map<string, Part<S>[]>()
  for (const interval of intervals) {
    for (const series of seriesOf(interval)) {
      const key = seriesKey(series)
      const group = groups.get(key)
      if (group === undefined) groups.set(key, [{ interval, series }])
      else group.push({ interval, series })
    }
  }
  return groups.values()
}

function series<S>(parts: readonly Part<S>[]): [S, ...S[]] {
  return parts.map((part) => part.series) as [S, ...S[]]
}

/** Users add up over intervals of one time; over time the most counts. */
function mergeVus(intervals: readonly Interval[]): number {
  const atOneTime = new Map<number, number>()
  for (const { start, vus } of intervals) atOneTime.set(start, (atOneTime.get(start) ?? 0) + vus)
  return Math.max(...atOneTime.values())
}

function addErrors(a: ErrorGroup, b: ErrorGroup): ErrorGroup {
  const examples = [...a.examples, ...b.examples].sort((one, other) => one.at - other.at).slice(0, MAX_EXAMPLES)
  return { ...a, count: a.count + b.count, examples }
}

function mergeDefined<T>(parts: readonly T[], pick: (part: T) => Distribution | undefined): Distribution | undefined {
  return mergeDistributions(parts.map(pick).filter((distribution) => distribution !== undefined))
}

function sum<T>(parts: readonly T[], pick: (part: T) => number): number {
  let total = 0
  for (const part of parts) total += pick(part)
  return total
}
