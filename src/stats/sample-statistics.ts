import { type Distribution, Histogram } from './histogram.ts'
import { studentQuantile } from './student.ts'
import { type LatencySummary, summarize } from './summary.ts'

/** Statistics of single values, by the names that Vitest and tinybench have for them. In the unit of the values. */
export interface SampleStatistics {
  readonly samplesCount: number
  readonly min: number
  readonly max: number
  readonly mean: number
  readonly p50: number
  readonly p75: number
  readonly p90: number
  readonly p95: number
  readonly p99: number
  readonly p995: number
  readonly p999: number
  /** Of the sample (divided by n - 1). */
  readonly variance: number
  /** Standard deviation. */
  readonly sd: number
  /** Standard error of the mean, sd / √n. */
  readonly sem: number
  /** Degrees of freedom, n - 1. */
  readonly df: number
  /** Student's t of 95 % between both bounds. */
  readonly critical: number
  /** Margin of error of the mean: t × sem. */
  readonly moe: number
  /** The same in per cent of the mean. */
  readonly rme: number
  /** Mean of the distances from the mean. */
  readonly aad: number
  /** Median of the distances from the median. */
  readonly mad: number
}

/** Cells of a thousandth of what `Histogram` has: to the nanosecond, where values are milliseconds. */
const FINER = 1000
/** Below it there is no approximation of Student's t. */
const LEAST_FREEDOM = 3

/** The percentiles of values, to three significant digits, at a thousandth of the usual unit. */
export function distributionOf(values: Iterable<number>): Distribution | undefined {
  const histogram = new Histogram()
  for (const value of values) histogram.record(value * FINER)
  return histogram.close()
}

/** Statistics of at least one value; `distribution` is that of the values. */
export function statisticsOf(values: Float64Array, distribution: Distribution): SampleStatistics {
  const count = values.length
  let [sum, min, max] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    sum += value
    if (value < min) min = value
    if (value > max) max = value
  }
  const mean = sum / count
  const { percentile } = summaryOf(distribution)
  const at = (percent: number): number => Math.min(max, Math.max(min, percentile(percent) ?? mean))
  const median = at(50)
  const distances = new Histogram()
  let [squares, deviations] = [0, 0]
  for (const value of values) {
    squares += (value - mean) ** 2
    deviations += Math.abs(value - mean)
    distances.record(Math.abs(value - median) * FINER)
  }
  const df = count - 1
  const variance = df === 0 ? 0 : squares / df
  const sem = Math.sqrt(variance / count)
  const critical = studentQuantile(0.975, Math.max(LEAST_FREEDOM, df))
  return {
    samplesCount: count,
    min,
    max,
    mean,
    p50: median,
    p75: at(75),
    p90: at(90),
    p95: at(95),
    p99: at(99),
    p995: at(99.5),
    p999: at(99.9),
    variance,
    sd: Math.sqrt(variance),
    sem,
    df,
    critical,
    moe: critical * sem,
    rme: mean === 0 ? Number.POSITIVE_INFINITY : (100 * critical * sem) / Math.abs(mean),
    aad: deviations / count,
    mad: summaryOf(distances.close()).percentile(50) ?? 0,
  }
}

/** What of a distribution at a thousandth of the usual unit is asked with a percentile or a limit. */
export function summaryOf(distribution: Distribution | undefined): Pick<LatencySummary, 'percentile' | 'countAbove'> {
  const summary = summarize(distribution)
  return {
    percentile(percent) {
      const value = summary.percentile(percent)
      return value === undefined ? undefined : value / FINER
    },
    countAbove: (limit) => summary.countAbove(limit * FINER),
  }
}
