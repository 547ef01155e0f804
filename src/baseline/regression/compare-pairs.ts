import { formatCount } from '../../core/format.ts'
import type { RequestSeries } from '../../metrics/interval.ts'
import { varianceInflation } from '../../stats/neighbours.ts'
import { percentilesOf } from '../../stats/summary.ts'
import { chanceAbove, intervalOf, type TrimmedMean, trimmedMean } from '../../stats/trimmed-mean.ts'
import { type Estimate, leastValues } from './estimate.ts'
import { fromScale, quantileOf, toScale } from './metric-scale.ts'
import type { PairedBlock, PairedBlocks } from './paired-blocks.ts'
import type { RegressionMetric } from './regression-limits.ts'

/** Fewer pairs say nothing of how much pairs differ. */
const LEAST_PAIRS = 6
/** The share of pairs at either end that are left out: those in which something else happened to a few requests. */
const TRIM = 0.1

/**
 * By how much a metric of the candidate's blocks differs from that of the base's next to them in time: what makes the machine slower or
 * faster for longer than a block happens to both.
 *
 * By Student's t of the pairs' differences, on the scale of the metric, without the seconds that stray and without 10 % of the pairs at
 * either end; neighbouring pairs that are alike make it less sure. Of failures, which are too rare, nothing is left out, and their variance
 * is at least that of `compareRuns`.
 */
export function comparePairs(metric: RegressionMetric, blocks: PairedBlocks, endpoint?: string): Estimate {
  const isShare = metric === 'errorRate'
  const read = ({ all, steady, steadyTime }: PairedBlock): Piece => {
    const series = isShare ? all : steady
    return { series: endpoint === undefined ? series : series.filter((one) => one.endpoint === endpoint), time: steadyTime }
  }
  const base = blocks.base.map(read)
  const candidate = blocks.candidate.map(read)
  const [before, after] = [joined(base), joined(candidate)]
  const because = whyUnknown(metric, before.series, after.series)
  if (because !== undefined) return { kind: 'unknown', because }
  const places = (side: readonly Piece[]): readonly number[] => side.map((one) => toScale(metric, figureOf(metric, one)))
  const candidates = places(candidate)
  const differences = places(base)
    .map((place, index) => (candidates[index] as number) - place)
    .filter(Number.isFinite)
  if (differences.length < LEAST_PAIRS) {
    return { kind: 'unknown', because: `there are only ${differences.length} pairs of blocks; ${LEAST_PAIRS} or more tell` }
  }
  if (isShare) return compareShares(differences, countsOf(before.series), countsOf(after.series))
  const figure = figureOf(metric, before)
  const mean = meanInTurn(differences, TRIM)
  const shown = fromScale(metric, toScale(metric, figure) + mean.center)
  return knownChange(figure, shown, mean)
}

/** Requests, and the milliseconds in which they were asked. */
interface Piece {
  readonly series: readonly RequestSeries[]
  readonly time: number
}

function joined(pieces: readonly Piece[]): Piece {
  return { series: pieces.flatMap(({ series }) => series), time: pieces.reduce((total, { time }) => total + time, 0) }
}

/** The trimmed mean of differences in the order of time. */
function meanInTurn(differences: readonly number[], trim: number): TrimmedMean {
  const mean = trimmedMean(differences, trim)
  const { lowest, highest } = mean
  const moved = differences.map((one) => Math.min(highest, Math.max(lowest, one)))
  return { ...mean, error: mean.error * Math.sqrt(varianceInflation(moved)) }
}

function knownChange(base: number, candidate: number, mean: TrimmedMean): Estimate {
  return {
    ...{ kind: 'known', base, candidate, difference: mean.center },
    chanceAbove: (limit) => chanceAbove(mean, limit),
    interval: (level) => intervalOf(mean, level),
  }
}

interface Counts {
  readonly requests: number
  readonly failures: number
}

function compareShares(differences: readonly number[], base: Counts, candidate: Counts): Estimate {
  const figures = { base: base.failures / base.requests, candidate: candidate.failures / candidate.requests }
  const difference = figures.candidate - figures.base
  if (candidate.failures === 0) {
    return { kind: 'known', ...figures, difference, chanceAbove: () => 1, interval: () => [-figures.base, 0] }
  }
  const { error, freedom } = meanInTurn(differences, 0)
  const least = Math.sqrt(leastOf(base) + leastOf(candidate))
  return knownChange(figures.base, figures.candidate, { center: difference, error: Math.max(error, least), freedom })
}

/** The least variance of a share of failures, see `compareRuns`. */
function leastOf({ requests, failures }: Counts): number {
  const share = (failures + 1) / (requests + 2)
  return (share * (1 - share)) / (requests + 2)
}

function whyUnknown(
  metric: RegressionMetric,
  base: readonly RequestSeries[],
  candidate: readonly RequestSeries[],
): string | undefined {
  const quantile = quantileOf(metric)
  const isLatency = quantile !== undefined || metric === 'mean'
  const valuesOf = (series: readonly RequestSeries[]): number =>
    isLatency ? series.reduce((total, { latency }) => total + (latency?.count ?? 0), 0) : countsOf(series).requests
  const fewest = Math.min(valuesOf(base), valuesOf(candidate))
  const least = leastValues(quantile)
  if (fewest >= least) return undefined
  return `a side has only ${formatCount(fewest)} ${isLatency ? 'latencies' : 'requests'}; ${formatCount(least)} or more tell`
}

/** `NaN` where there is none. */
function figureOf(metric: RegressionMetric, { series, time }: Piece): number {
  const latency = series.flatMap((one) => one.latency ?? [])
  const quantile = quantileOf(metric)
  if (quantile !== undefined) return percentilesOf(latency, [quantile * 100])[0] ?? Number.NaN
  const { requests, failures } = countsOf(series)
  if (metric === 'errorRate') return failures / requests
  if (metric === 'throughput') return (requests - failures) / (time / 1000)
  const count = latency.reduce((total, one) => total + one.count, 0)
  return latency.reduce((total, { sum }) => total + sum, 0) / count / 1000
}

function countsOf(series: readonly RequestSeries[]): Counts {
  const failures = series.reduce((total, { failed }) => total + failed, 0)
  return { failures, requests: failures + series.reduce((total, { succeeded }) => total + succeeded, 0) }
}
