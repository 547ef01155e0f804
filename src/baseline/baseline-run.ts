import type { LoadResult, Measurement } from '../metrics/result.ts'
import { FIGURES } from '../verdict/metric-figures.ts'
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

/** As matchers see them, in the order in which they are written: of a later run the same figures are asked. */
function figuresOf(measurement: Measurement): BaselineFigures {
  const { succeeded, failed } = measurement.requests
  const figures = Object.entries(METRICS).flatMap(([name, metric]) => {
    const figure = FIGURES[metric](measurement)
    return figure.kind === 'known' ? [[name, rounded(figure.value)]] : []
  })
  return { requests: succeeded + failed, failures: failed, ...Object.fromEntries(figures) }
}

const METRICS = {
  rate: 'throughput',
  mean: 'mean',
  p50: 'p50',
  p90: 'p90',
  p95: 'p95',
  p99: 'p99',
  max: 'max',
} as const

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}
