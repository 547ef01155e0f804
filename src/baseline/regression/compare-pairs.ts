import { formatCount } from '../../core/format.ts'
import type { RequestSeries } from '../../metrics/interval.ts'
import { intervalsOf } from '../../metrics/load-result.ts'
import type { LoadResult } from '../../metrics/result.ts'
import { START_SCENARIO } from '../../metrics/sample.ts'
import type { TargetComparison } from '../../metrics/target-comparison.ts'
import { percentilesOf } from '../../stats/summary.ts'
import { chanceAbove, intervalOf, type TrimmedMean, trimmedMean } from '../../stats/trimmed-mean.ts'
import { type Estimate, leastValues } from './estimate.ts'
import { fromScale, quantileOf, toScale } from './metric-scale.ts'
import type { RegressionMetric } from './regression-limits.ts'

/** The requests that each block had, of both sides. */
export interface PairedBlocks {
  /** Milliseconds. */
  readonly block: number
  readonly base: readonly (readonly RequestSeries[])[]
  readonly candidate: readonly (readonly RequestSeries[])[]
}

/** Fewer pairs say nothing of how much pairs differ. */
const LEAST_PAIRS = 6
/** The share of pairs at either end that are left out: bursts, which one side has and the other hasn't. */
const TRIM = 0.15

/** The blocks of a comparison; the nth of both sides are a pair. */
export function pairedBlocksOf({ base, candidate, pairs, block }: TargetComparison): PairedBlocks {
  const blocksOf = (result: LoadResult): readonly (readonly RequestSeries[])[] => {
    const blocks = Array.from({ length: pairs }, (): RequestSeries[] => [])
    for (const { start, requests } of intervalsOf(result)) {
      // What ended after the last block was asked in it.
      const index = Math.min(pairs - 1, Math.floor(start / block))
      blocks[index]?.push(...requests.filter(({ scenario }) => scenario !== START_SCENARIO))
    }
    return blocks
  }
  return { block, base: blocksOf(base), candidate: blocksOf(candidate) }
}

/**
 * By how much a metric of the candidate's blocks differs from that of the base's next to them in time: what makes the machine slower or
 * faster for longer than a block happens to both.
 *
 * By Student's t of the pairs' differences, on the scale of the metric, without 15 % of the pairs at either end. Failures are too
 * rare to leave any out, and their variance is at least that of `compareRuns`.
 */
export function comparePairs(metric: RegressionMetric, blocks: PairedBlocks, endpoint?: string): Estimate {
  const of = (series: readonly RequestSeries[]): readonly RequestSeries[] =>
    endpoint === undefined ? series : series.filter((one) => one.endpoint === endpoint)
  const base = blocks.base.map(of)
  const candidate = blocks.candidate.map(of)
  const because = whyUnknown(metric, base.flat(), candidate.flat())
  if (because !== undefined) return { kind: 'unknown', because }
  const places = (side: typeof base): readonly number[] => side.map((one) => toScale(metric, figureOf(metric, one, blocks.block)))
  const after = places(candidate)
  const differences = places(base)
    .map((before, index) => (after[index] as number) - before)
    .filter(Number.isFinite)
  if (differences.length < LEAST_PAIRS) {
    return { kind: 'unknown', because: `there are only ${differences.length} pairs of blocks; ${LEAST_PAIRS} or more tell` }
  }
  const figure = figureOf(metric, base.flat(), blocks.block * base.length)
  if (metric === 'errorRate') return compareShares(differences, countsOf(base.flat()), countsOf(candidate.flat()))
  const mean = trimmedMean(differences, TRIM)
  const shown = fromScale(metric, toScale(metric, figure) + mean.center)
  return knownChange(figure, shown, mean)
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
  const { error, freedom } = trimmedMean(differences, 0)
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
function figureOf(metric: RegressionMetric, series: readonly RequestSeries[], time: number): number {
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
