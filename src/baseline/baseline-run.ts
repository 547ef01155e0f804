import { existing } from '../core/existing.ts'
import type { LoadResult, Measurement } from '../metrics/result.ts'
import type { BaselineFigures, BaselineRun } from './baseline.ts'
import { byName } from './summarize-result.ts'

/** The figures of a result that a baseline keeps, to the microsecond. */
export function baselineRunOf(result: LoadResult): BaselineRun {
  return {
    time: result.startedAt,
    seed: result.seed,
    duration: rounded(result.duration),
    whole: figuresOf(result),
    endpoints: result.endpoints.toSorted(byName).map((name) => ({ name, ...figuresOf(result.endpoint(name)) })),
    stages: result.stages.map((name) => ({ name, ...figuresOf(result.stage(name)) })),
  }
}

/** In the order in which they are written. */
function figuresOf({ requests: { succeeded, failed }, latency, throughput: { mean: rate } }: Measurement): BaselineFigures {
  const { mean, p50, p90, p95, p99, max } = latency
  const figures = existing({ rate, mean, p50, p90, p95, p99, max })
  const inShort = Object.entries(figures).map(([name, value]) => [name, rounded(value)])
  return { requests: succeeded + failed, failures: failed, ...Object.fromEntries(inShort) }
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}
