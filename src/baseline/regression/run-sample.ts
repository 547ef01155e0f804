import type { Interval, RequestSeries } from '../../metrics/interval.ts'
import { intervalsOf } from '../../metrics/load-result.ts'
import type { LoadResult } from '../../metrics/result.ts'
import { START_SCENARIO } from '../../metrics/sample.ts'
import type { Block } from '../../stats/block-table.ts'
import { percentilesOf } from '../../stats/summary.ts'
import type { Baseline, BaselineFigures, BaselineRun } from '../baseline.ts'
import { type DecodedBlock, decodeBlocks } from '../baseline-blocks.ts'
import type { RegressionMetric } from './regression-limits.ts'
import { createResampling, type Resampling } from './resampling.ts'

/** What is known of one run: of all requests together, and of each endpoint. */
export interface RunSample {
  readonly whole: ScopeSample
  readonly endpoints: ReadonlyMap<string, ScopeSample>
}

export interface ScopeSample {
  readonly requests: number
  readonly failures: number
  /** Values of the latency: successes and time-outs. */
  readonly latencies: number
  /** Times in milliseconds, `throughput` of successes per second; one that doesn't exist is absent. */
  readonly figures: { readonly [Metric in RegressionMetric]?: number | undefined }
  /** Absent of runs of which only figures were kept. */
  readonly resampling?: Resampling
}

/** More blocks than these are added up with their neighbours. */
const MOST_BLOCKS = 240

/** A result, second by second. */
export function sampleOfResult(result: LoadResult): RunSample {
  const groups = groupsOf(intervalsOf(result), result.duration)
  const durations = groups.map((group) => group.reduce((total, { start, end }) => total + (end - start), 0))
  const series = groups.map((group) => group.flatMap(({ requests }) => requests.filter(isCounted)))
  const blocksOf = (endpoint: string | undefined): readonly Block[] =>
    series.map((all, index) => {
      const own = endpoint === undefined ? all : all.filter((one) => one.endpoint === endpoint)
      return blockOf(own, durations[index] as number)
    })
  const whole = blocksOf(undefined)
  const plan = createResampling(whole)
  const scope = (blocks: readonly Block[]): ScopeSample => ({
    ...measured(blocks, result.duration),
    resampling: plan(blocks),
  })
  return { whole: scope(whole), endpoints: new Map(result.endpoints.map((name) => [name, scope(blocksOf(name))])) }
}

/** The runs of a stored baseline: of the newest one the course of time is known as well. */
export function samplesOfBaseline(baseline: Baseline): readonly RunSample[] {
  const blocks = decodeBlocks(baseline).map(blockOfBaseline)
  return baseline.runs.map((run, index) => {
    const whole = scopeOfFigures(run.whole, run)
    return {
      whole: index > 0 || blocks.length === 0 ? whole : { ...whole, resampling: createResampling(blocks)(blocks) },
      endpoints: new Map(run.endpoints.map((endpoint) => [endpoint.name, scopeOfFigures(endpoint, run)])),
    }
  })
}

/** Intervals that make a block each; what ended after the planned time belongs to the last one. */
function groupsOf(intervals: readonly Interval[], duration: number): readonly (readonly Interval[])[] {
  const own = intervals.filter(({ start }) => start < duration)
  const size = Math.ceil(own.length / MOST_BLOCKS)
  const groups: Interval[][] = []
  for (let first = 0; first < own.length; first += size) groups.push(own.slice(first, first + size))
  // Only what was asked in the planned time ends later, so it takes none of its own.
  const late = intervals.slice(own.length).map((interval) => ({ ...interval, start: interval.end }))
  groups.at(-1)?.push(...late)
  return groups
}

function isCounted({ scenario }: RequestSeries): boolean {
  return scenario !== START_SCENARIO
}

function blockOf(series: readonly RequestSeries[], duration: number): Block {
  return {
    duration,
    succeeded: series.reduce((total, { succeeded }) => total + succeeded, 0),
    failed: series.reduce((total, { failed }) => total + failed, 0),
    latency: series.flatMap(({ latency }) => latency ?? []),
  }
}

function blockOfBaseline({ duration, requests, failures, latency }: DecodedBlock): Block {
  return { duration, succeeded: requests - failures, failed: failures, latency: latency === undefined ? [] : [latency] }
}

/** The figures of blocks; `duration` is the planned time, in which throughput is counted. */
function measured(blocks: readonly Block[], duration: number): ScopeSample {
  const succeeded = blocks.reduce((total, block) => total + block.succeeded, 0)
  const failures = blocks.reduce((total, block) => total + block.failed, 0)
  const latency = blocks.flatMap((block) => block.latency)
  const latencies = latency.reduce((total, { count }) => total + count, 0)
  const [p50, p90, p95, p99] = percentilesOf(latency, [50, 90, 95, 99])
  const requests = succeeded + failures
  return {
    requests,
    failures,
    latencies,
    figures: {
      p50,
      p90,
      p95,
      p99,
      mean: latencies === 0 ? undefined : latency.reduce((total, { sum }) => total + sum, 0) / latencies / 1000,
      errorRate: requests === 0 ? undefined : failures / requests,
      throughput: duration === 0 ? undefined : succeeded / (duration / 1000),
    },
  }
}

function scopeOfFigures({ requests, failures, rate, mean, p50, p90, p95, p99 }: BaselineFigures, run: BaselineRun): ScopeSample {
  const succeeded = requests - failures
  return {
    requests,
    failures,
    latencies: succeeded,
    figures: {
      ...{ p50, p90, p95, p99, mean },
      errorRate: requests === 0 ? undefined : failures / requests,
      throughput: rate ?? (run.duration === 0 ? undefined : succeeded / (run.duration / 1000)),
    },
  }
}
