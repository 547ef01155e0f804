import { formatCount } from '../../core/format.ts'
import { chanceAbove, intervalOf } from '../../stats/trimmed-mean.ts'
import { type Estimate, leastValues } from './estimate.ts'
import { fromScale, quantileOf, toScale } from './metric-scale.ts'
import type { RegressionMetric } from './regression-limits.ts'
import type { ScopeSample } from './run-sample.ts'

/** So many runs of a baseline show by themselves how much runs differ. */
export const WANTED_RUNS = 5
/** With fewer, runs are taken to differ by this standard deviation, as a share. */
export const ASSUMED_DEVIATION = 0.05
/** Fewer blocks of time don't show how a run varies. */
const LEAST_BLOCKS = 30

/**
 * By how much a metric of later runs differs from that of earlier ones: D = x̄ − ȳ of the runs' figures, on the scale of the metric.
 *
 * - Of 5 earlier runs or more, its variance is that between runs, S² (1/n + 1/m), with S² pooled over both sides and Student's t with n + m − 2
 *   degrees of freedom; but at least W.
 * - W = Σ w̄ / n over both sides is what happened within the runs, by the moving-block bootstrap.
 * - Of fewer, it is W + 0.05² (1/n + 1/m), with the degrees of freedom of Welch (1947) and Satterthwaite (1946).
 *
 * The variance of shares of failures is at least that of independent requests with a success and a failure more on each side (Agresti
 * and Caffo, 2000), so that none so far does not mean none for ever.
 */
export function compareRuns(metric: RegressionMetric, base: readonly ScopeSample[], candidate: readonly ScopeSample[]): Estimate {
  const because = whyUnknown(metric, [...base, ...candidate])
  if (because !== undefined) return { kind: 'unknown', because }
  const before = placesOf(metric, base)
  const after = placesOf(metric, candidate)
  const difference = meanOf(after) - meanOf(before)
  const figures = { base: fromScale(metric, meanOf(before)), candidate: fromScale(metric, meanOf(after)) }
  if (metric === 'errorRate' && figures.candidate === 0) {
    // What never failed is no worse than anything.
    return { kind: 'known', ...figures, difference, chanceAbove: () => 1, interval: () => [-figures.base, 0] }
  }
  const { variance, freedom } = spreadOf(metric, { base, candidate, before, after })
  const mean = { center: difference, error: Math.sqrt(variance), freedom }
  return {
    ...{ kind: 'known', ...figures, difference },
    chanceAbove: (limit) => chanceAbove(mean, limit),
    interval: (level) => intervalOf(mean, level),
  }
}

function whyUnknown(metric: RegressionMetric, samples: readonly ScopeSample[]): string | undefined {
  const quantile = quantileOf(metric)
  const isLatency = quantile !== undefined || metric === 'mean'
  const least = leastValues(quantile)
  const fewest = Math.min(...samples.map(({ latencies, requests }) => (isLatency ? latencies : requests)))
  if (fewest < least) {
    return `a run has only ${formatCount(fewest)} ${isLatency ? 'latencies' : 'requests'}; ${formatCount(least)} or more tell`
  }
  const shortest = Math.min(...samples.flatMap(({ resampling }) => resampling?.blocks ?? []))
  if (shortest < LEAST_BLOCKS) return `a run has only ${formatCount(shortest)} blocks of time; ${LEAST_BLOCKS} or more tell`
  const isWhole = samples.every(({ figures }) => Number.isFinite(toScale(metric, figures[metric] ?? Number.NaN)))
  return isWhole ? undefined : 'a run has no such figure'
}

function placesOf(metric: RegressionMetric, samples: readonly ScopeSample[]): readonly number[] {
  return samples.map(({ figures }) => toScale(metric, figures[metric] as number))
}

interface Sides {
  readonly base: readonly ScopeSample[]
  readonly candidate: readonly ScopeSample[]
  /** Their figures, on the scale. */
  readonly before: readonly number[]
  readonly after: readonly number[]
}

interface Spread {
  readonly variance: number
  readonly freedom: number
}

function spreadOf(metric: RegressionMetric, sides: Sides): Spread {
  const { before, after } = sides
  const within = withinRuns(metric, sides)
  const least = metric === 'errorRate' ? Math.max(within.variance, leastOfShares(sides)) : within.variance
  const runs = 1 / before.length + 1 / after.length
  if (before.length >= WANTED_RUNS) {
    const freedom = before.length + after.length - 2
    const between = ((squaresOf(before) + squaresOf(after)) / freedom) * runs
    return { variance: Math.max(between, least), freedom }
  }
  const level = metric === 'errorRate' ? (meanOf(before) + meanOf(after)) / 2 : 1
  const assumed = (ASSUMED_DEVIATION * level) ** 2 * runs
  const variance = least + assumed
  // What is assumed has no degrees of freedom to lose.
  return { variance, freedom: least === 0 ? Number.POSITIVE_INFINITY : within.freedom * (variance / least) ** 2 }
}

/** What happened within the runs. One whose course isn't known is taken to vary as the others do. */
function withinRuns(metric: RegressionMetric, { base, candidate }: Sides): Spread {
  const known = [...base, ...candidate].flatMap(({ resampling }) => resampling ?? [])
  const typical = meanOf(known.map((one) => one.variance(metric)).filter(Number.isFinite))
  let variance = 0
  let uncertainty = 0
  for (const side of [base, candidate]) {
    const own = side.flatMap(({ resampling }) => resampling ?? [])
    const variances = own.map((one) => one.variance(metric)).filter(Number.isFinite)
    const part = (variances.length === 0 ? typical : meanOf(variances)) / side.length
    const freedom = (own.length === 0 ? known : own).reduce((total, one) => total + one.freedom, 0)
    variance += part
    uncertainty += part ** 2 / freedom
  }
  return variance > 0 ? { variance, freedom: variance ** 2 / uncertainty } : { variance: 0, freedom: Number.POSITIVE_INFINITY }
}

function leastOfShares({ base, candidate }: Sides): number {
  return [base, candidate].reduce((total, side) => {
    const requests = side.reduce((sum, one) => sum + one.requests, 0) + 2
    const share = (side.reduce((sum, one) => sum + one.failures, 0) + 1) / requests
    return total + (share * (1 - share)) / requests
  }, 0)
}

function squaresOf(values: readonly number[]): number {
  const center = meanOf(values)
  return values.reduce((total, value) => total + (value - center) ** 2, 0)
}

function meanOf(values: readonly number[]): number {
  return values.reduce((total, value) => total + value / values.length, 0)
}
