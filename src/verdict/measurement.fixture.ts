import type { CheckCount, ErrorGroup, IterationCounts } from '../metrics/counts.ts'
import { createResources } from '../metrics/create-resources.ts'
import type { ErrorCategory } from '../metrics/error-category.ts'
import { type GeneratorHealth, summarizeHealth } from '../metrics/generator-health.ts'
import type { Outcome } from '../metrics/outcome.ts'
import { NO_RESOURCES, type StoredSeries } from '../metrics/resources.ts'
import type { Measurement, TimelinePoint } from '../metrics/result.ts'
import type { TimelineEvent } from '../metrics/timeline-event.ts'
import type { LatencySummary } from '../stats/summary.ts'

interface Given {
  readonly name?: string
  readonly latency?: readonly number[]
  readonly interruptedAge?: readonly number[]
  readonly ttfb?: readonly number[]
  /** Failed requests by category; time-outs are among `latency` as well. */
  readonly errors?: Readonly<Partial<Record<ErrorCategory, number>>>
  /** Where it isn't the latencies that are no time-outs. */
  readonly succeeded?: number
  readonly throughput?: number | undefined
  readonly iterations?: Partial<IterationCounts>
  readonly checks?: readonly CheckCount[]
  readonly outcome?: Outcome
  readonly timeline?: readonly TimelinePoint[]
  readonly resources?: readonly StoredSeries[]
  readonly events?: readonly TimelineEvent[]
  /** @default that of a generator that had nothing to do */
  readonly health?: Partial<GeneratorHealth>
}

/** A measurement that was never measured. Without anything it has no requests. */
export function fakeMeasurement(given: Given = {}): Measurement & { readonly outcome: Outcome } {
  const { latency = [], interruptedAge = [], ttfb = latency, errors = {}, checks = [], iterations = {} } = given
  const groups = Object.entries(errors).map(([category, count]) => errorGroup(category as ErrorCategory, count))
  const failed = groups.reduce((sum, { count }) => sum + count, 0)
  const succeeded = given.succeeded ?? Math.max(0, latency.length - (errors.timeout ?? 0))
  const interrupted = interruptedAge.length
  const mean = 'throughput' in given ? given.throughput : succeeded / 10
  const unasked = (): never => {
    throw new Error('A fake measurement has no slices')
  }
  return {
    name: given.name ?? 'GET /orders',
    scale: 1,
    duration: 10_000,
    requests: { total: succeeded + failed + interrupted, succeeded, failed, interrupted },
    throughput: { mean, peak: mean },
    latency: fakeSummary(latency),
    failedLatency: fakeSummary([]),
    interruptedAge: fakeSummary(interruptedAge),
    serviceTime: fakeSummary([]),
    ttfb: fakeSummary(ttfb),
    connect: fakeSummary([]),
    iterations: { started: 0, completed: 0, failed: 0, interrupted: 0, dropped: 0, ...iterations },
    iterationDuration: fakeSummary([]),
    bytes: { sent: 0, received: 0 },
    errors: groups,
    checks,
    trends: [],
    events: given.events ?? [],
    health: { ...summarizeHealth(undefined, undefined, 0), ...given.health },
    timeline: given.timeline ?? [],
    resources: createResources({ ...NO_RESOURCES, series: given.resources ?? [] }),
    outcome: given.outcome ?? { state: 'completed' },
    trend: unasked,
    scenario: unasked,
    endpoint: unasked,
    stage: unasked,
    between: unasked,
  }
}

/** `[1, 2, …, count]` times `step`. */
export function series(count: number, step = 1): readonly number[] {
  return Array.from({ length: count }, (_, index) => (index + 1) * step)
}

export function repeat(value: number, count: number): readonly number[] {
  return Array.from({ length: count }, () => value)
}

/** Exact, where the real one has three significant digits. */
export function fakeSummary(values: readonly number[]): LatencySummary {
  const sorted = [...values].sort((one, other) => one - other)
  const count = sorted.length
  const percentile = (percent: number): number | undefined =>
    sorted[Math.max(1, Math.ceil((percent / 100) * count - 1e-9 * count)) - 1]
  return {
    count,
    min: sorted[0],
    max: sorted.at(-1),
    mean: count === 0 ? undefined : sorted.reduce((sum, value) => sum + value, 0) / count,
    stddev: undefined,
    p50: percentile(50),
    p75: percentile(75),
    p90: percentile(90),
    p95: percentile(95),
    p99: percentile(99),
    p999: percentile(99.9),
    percentile,
    countAbove: (limit) => sorted.filter((value) => value > limit).length,
  }
}

const MESSAGES: Readonly<Partial<Record<ErrorCategory, string>>> = {
  timeout: 'no response within 30 s',
  'http-5xx': '503 Service Unavailable',
  'rate-limited': '429 Too Many Requests',
}

function errorGroup(category: ErrorCategory, count: number): ErrorGroup {
  return { category, message: MESSAGES[category] ?? 'it failed', endpoint: 'GET /orders', count, examples: [] }
}
