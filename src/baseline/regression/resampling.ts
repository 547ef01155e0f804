import { createRandom } from '../../core/random.ts'
import { drawBlocks, resampledVariance } from '../../stats/block-bootstrap.ts'
import { blockLengthOf } from '../../stats/block-length.ts'
import { type Block, type BlockRanges, BlockTable } from '../../stats/block-table.ts'
import { quantileOf, toScale } from './metric-scale.ts'
import type { RegressionMetric } from './regression-limits.ts'

/** How a figure of a run varies, by what happened in the run. */
export interface Resampling {
  /** Blocks of time that there are. */
  readonly blocks: number
  /** Blocks that may be taken for independent of each other, less one. */
  readonly freedom: number
  /** Of a figure, on its scale; `NaN` where it cannot be told. */
  variance(metric: RegressionMetric): number
}

const RESAMPLES = 1000
/** The same results always get the same verdict. */
const SEED = 1

/** Draws the resamples of a run, which all its endpoints share: what happens to one of them at a moment often happens to others. */
export function createResampling(whole: readonly Block[]): (own: readonly Block[]) => Resampling {
  const length = jointLength(whole)
  const size = whole.length
  let draws: readonly BlockRanges[] | undefined
  return (own) => {
    // Many are never asked.
    let table: BlockTable | undefined
    const known = new Map<RegressionMetric, number>()
    const resample = (metric: RegressionMetric): number => {
      if (size <= length) return Number.NaN
      draws ??= drawBlocks(createRandom(SEED), size, length, RESAMPLES)
      table ??= new BlockTable(own)
      const figure = figureOf(metric, table)
      const places = draws.map((ranges) => toScale(metric, figure(ranges)))
      return resampledVariance(places, size, length)
    }
    return {
      blocks: size,
      freedom: Math.max(1, size / length - 1),
      variance(metric) {
        const variance = known.get(metric) ?? resample(metric)
        known.set(metric, variance)
        return variance
      },
    }
  }
}

/** Long enough for latency, failures and rate. */
function jointLength(blocks: readonly Block[]): number {
  const busy = blocks.filter(({ latency }) => latency.length > 0)
  const means = busy.map(({ latency }) => {
    const count = latency.reduce((total, one) => total + one.count, 0)
    return Math.log(latency.reduce((total, one) => total + one.sum, 0) / count + Number.MIN_VALUE)
  })
  const rates = blocks.map(({ succeeded, duration }) => (duration === 0 ? 0 : succeeded / duration))
  const series = [means, rates, blocks.map(({ failed }) => failed)].filter(({ length }) => length > 3)
  return Math.max(1, ...series.map(blockLengthOf))
}

function figureOf(metric: RegressionMetric, table: BlockTable): (ranges: BlockRanges) => number {
  const quantile = quantileOf(metric)
  if (quantile !== undefined) return (ranges) => table.quantile(quantile, ranges)
  switch (metric) {
    case 'errorRate':
      return (ranges) => table.errorRate(ranges)
    case 'throughput':
      return (ranges) => table.throughput(ranges)
    default:
      return (ranges) => table.mean(ranges)
  }
}
