import { formatDuration, formatRate, formatShare } from '../core/format.ts'
import type { Interval, RequestSeries } from '../metrics/interval.ts'
import { START_SCENARIO } from '../metrics/sample.ts'
import { type Distribution, mergeDistributions } from '../stats/histogram.ts'
import { summarize } from '../stats/summary.ts'
import type { Show } from './limit.ts'
import { finerBeside } from './sentence.ts'

/** What a run may be aborted for: an upper limit of a share, of a latency in milliseconds; a lower one of a rate per second. */
export interface AbortLimits {
  readonly errorRate: number | undefined
  readonly p50: number | undefined
  readonly p90: number | undefined
  readonly p95: number | undefined
  readonly p99: number | undefined
  readonly mean: number | undefined
  readonly throughput: number | undefined
}

/** `abortWhen`, read. Times in milliseconds. */
export interface AbortConditions {
  readonly limits: AbortLimits
  readonly after: number
  readonly window: number
}

/** What conditions need to know of an interval, or of several. */
export interface Glance {
  readonly start: number
  readonly end: number
  readonly succeeded: number
  readonly failed: number
  /** Successes and time-outs; only where it is asked for. */
  readonly latency: Distribution | undefined
}

/** A share or a percentile of fewer requests says little. */
const FEWEST_REQUESTS = 10

/** Looks at an interval, and adds up only what the conditions ask for: the latencies of many endpoints take a while. */
export function glanceAt({ start, end, requests }: Interval, { limits }: AbortConditions): Glance {
  const counted = requests.filter(({ scenario }) => scenario !== START_SCENARIO)
  return {
    start,
    end,
    succeeded: sum(counted, ({ succeeded }) => succeeded),
    failed: sum(counted, ({ failed }) => failed),
    latency: asksForLatency(limits) ? merged(counted) : undefined,
  }
}

/**
 * Why a run should be aborted by what was seen in the last seconds; `undefined`: it may go on.
 *
 * Without 10 requests that ended only the throughput is judged: nothing is the least that a server can do.
 */
export function reasonToAbort({ limits }: AbortConditions, glances: readonly Glance[]): string | undefined {
  const duration = durationOf(glances)
  if (duration === 0) return undefined
  const succeeded = sum(glances, (one) => one.succeeded)
  const failed = sum(glances, (one) => one.failed)
  const floor: Condition = {
    name: 'throughput',
    value: succeeded / (duration / 1000),
    side: 'below',
    limit: limits.throughput,
    show: formatRate,
  }
  const ceilings = succeeded + failed < FEWEST_REQUESTS ? [] : ceilingsOf(limits, failed / (succeeded + failed), glances)
  const met = [...ceilings, floor].find(isMet)
  return met && `${describe(met)} in the last ${formatDuration(duration)}, ${describeLimit(met)} (\`abortWhen\`)`
}

interface Condition {
  readonly name: string
  readonly value: number | undefined
  readonly side: 'above' | 'below'
  readonly limit: number | undefined
  readonly show: Show
}

interface MetCondition extends Condition {
  readonly value: number
  readonly limit: number
}

function ceilingsOf(limits: AbortLimits, errorRate: number, glances: readonly Glance[]): Condition[] {
  const latency = summarize(mergeDistributions(glances.map((one) => one.latency).filter((one) => one !== undefined)))
  const slow = (name: string, value: number | undefined, limit: number | undefined): Condition => ({
    name,
    value,
    side: 'above',
    limit,
    show: formatDuration,
  })
  return [
    { name: 'error rate', value: errorRate, side: 'above', limit: limits.errorRate, show: formatShare },
    slow('p50', latency.p50, limits.p50),
    slow('p90', latency.p90, limits.p90),
    slow('p95', latency.p95, limits.p95),
    slow('p99', latency.p99, limits.p99),
    slow('mean latency', latency.mean, limits.mean),
  ]
}

function isMet(condition: Condition): condition is MetCondition {
  const { value, side, limit } = condition
  if (value === undefined || limit === undefined) return false
  return side === 'above' ? value > limit : value < limit
}

function describe({ name, value, limit, show }: MetCondition): string {
  return `${name} was ${show(value, finerBeside(value, [limit], show))}`
}

function describeLimit({ value, side, limit, show }: MetCondition): string {
  return `${side} ${show(limit, finerBeside(value, [limit], show))}`
}

function asksForLatency({ p50, p90, p95, p99, mean }: AbortLimits): boolean {
  return [p50, p90, p95, p99, mean].some((limit) => limit !== undefined)
}

function merged(requests: readonly RequestSeries[]): Distribution | undefined {
  return mergeDistributions(requests.map(({ latency }) => latency).filter((latency) => latency !== undefined))
}

/** What came late is a glance of its own at a time that was seen before. */
function durationOf(glances: readonly Glance[]): number {
  const ends = new Map(glances.map(({ start, end }) => [start, end]))
  return [...ends].reduce((total, [start, end]) => total + (end - start), 0)
}

function sum<T>(parts: readonly T[], pick: (part: T) => number): number {
  let total = 0
  for (const part of parts) total += pick(part)
  return total
}
