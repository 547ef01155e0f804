import type { Distribution } from '../stats/histogram.ts'
import { type SampleStatistics, summaryOf } from '../stats/sample-statistics.ts'
import type { LatencySummary } from '../stats/summary.ts'
import type { Environment } from './environment.ts'
import type { Outcome, Warning } from './outcome.ts'

/** As Vitest and tinybench have it: without the samples themselves. */
export interface BenchmarkStatistics extends SampleStatistics {
  readonly samples: undefined
}

/** How long an iteration took, in milliseconds. */
export interface BenchmarkLatency extends BenchmarkStatistics {
  /** Iterations. */
  readonly count: number
  readonly stddev: number
  percentile(percent: number): number | undefined
  countAbove(limit: number): number
}

/** What a benchmark measured. Vitest's `BenchResult`, so that its `toBeFasterThan` and `toBeSlowerThan` take it, and more. */
export interface BenchmarkResult {
  readonly kind: 'benchmark'
  readonly state: 'completed'
  readonly name: string
  readonly latency: BenchmarkLatency
  /** Iterations per second. Its mean is 1 / the mean latency, which is how many there are in a second. */
  readonly throughput: BenchmarkStatistics
  /** The mean latency. */
  readonly period: number
  /** Milliseconds of all iterations together. */
  readonly totalTime: number
  readonly runtime: 'node'
  readonly runtimeVersion: string
  readonly timestampProviderName: string
  readonly warnings: readonly Warning[]
}

/** One benchmark, as stored. */
export interface StoredBenchmark {
  readonly name: string
  /** Milliseconds. */
  readonly latency: SampleStatistics
  /** Iterations per second. */
  readonly throughput: SampleStatistics
  readonly totalTime: number
  /** Of the latency, in nanoseconds. */
  readonly distribution: Distribution
}

/** Benchmarks that were run together. JSON-safe. */
export interface BenchmarkStudy {
  readonly kind: 'benchmark'
  readonly schemaVersion: 1
  readonly name: string
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly outcome: Outcome
  /** `LOAD_SCALE` of the run. */
  readonly scale: number
  readonly benchmarks: readonly StoredBenchmark[]
  readonly warnings: readonly Warning[]
  readonly environment: Environment
}

/** The result of one of the benchmarks of a study. */
export function createBenchmarkResult(stored: StoredBenchmark, warnings: readonly Warning[]): BenchmarkResult {
  const { name, latency, throughput, totalTime, distribution } = stored
  return Object.freeze({
    kind: 'benchmark',
    state: 'completed',
    name,
    latency: Object.freeze({
      ...latency,
      samples: undefined,
      count: latency.samplesCount,
      stddev: latency.sd,
      ...summaryOf(distribution),
    } satisfies BenchmarkLatency & LatencySummary),
    throughput: Object.freeze({ ...throughput, samples: undefined }),
    period: latency.mean,
    totalTime,
    runtime: 'node',
    runtimeVersion: process.version,
    timestampProviderName: 'performanceNow',
    warnings: Object.freeze([...warnings]),
  })
}

/** Whether a value is what `benchmark` resolved to. */
export function isBenchmarkResult(found: unknown): found is BenchmarkResult {
  return (
    typeof found === 'object' && found !== null && (found as Partial<BenchmarkResult>).kind === 'benchmark' && 'latency' in found
  )
}
