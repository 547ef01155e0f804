import { decodeCells } from './cells.ts'
import { type Distribution, highestOfCell, withSums } from './histogram.ts'

/** A distribution of times, in milliseconds. A figure that doesn't exist is `undefined`, never a made-up 0. */
export interface LatencySummary {
  readonly count: number
  /** Exact to the microsecond. */
  readonly min: number | undefined
  /** Exact to the microsecond. */
  readonly max: number | undefined
  /** Exact, not from the histogram's cells. */
  readonly mean: number | undefined
  /** Of the sample (divided by n - 1), exact; `undefined` below 2 values. */
  readonly stddev: number | undefined
  readonly p50: number | undefined
  readonly p75: number | undefined
  readonly p90: number | undefined
  readonly p95: number | undefined
  readonly p99: number | undefined
  readonly p999: number | undefined
  /** Any percentile by the nearest rank, from 0 to 100, to three significant digits: `percentile(99.9)`. */
  percentile(percent: number): number | undefined
  /** How many values were above `limit` milliseconds, to three significant digits of the values. */
  countAbove(limit: number): number
}

/** Describes a closed histogram; `undefined` is an empty one. */
export function summarize(distribution: Distribution | undefined): LatencySummary {
  return new Summary(distribution)
}

/**
 * Percentiles of the sum of closed histograms, in ascending order of the percents: those of `summarize(mergeDistributions(…))`, for whoever
 * wants thousands of sums and nothing else of them.
 */
export function percentilesOf(distributions: readonly Distribution[], percents: readonly number[]): (number | undefined)[] {
  const count = distributions.reduce((total, one) => total + one.count, 0)
  if (count === 0) return percents.map(() => undefined)
  const min = Math.min(...distributions.map((one) => one.min)) / 1000
  const max = Math.max(...distributions.map((one) => one.max)) / 1000
  return withSums(distributions, (indexes, counts) => {
    let cell = -1
    let below = 0
    return percents.map((percent) => {
      const wanted = rankOf(percent, count)
      while (below < wanted && cell < indexes.length - 1) {
        cell += 1
        below += counts[indexes[cell] as number] as number
      }
      return Math.min(max, Math.max(min, highestOfCell(indexes[cell] ?? 0)))
    })
  })
}

/** The highest time of each cell, ascending, and how many values are in it or below. */
interface Cells {
  readonly times: number[]
  readonly ranks: number[]
}

// No private field: Vitest clones values for its diffs, and a clone, which has none, would throw. Not enumerable, so not shown.
const CELLS = Symbol('cells')
const NO_CELLS: Cells = { times: [], ranks: [] }

class Summary implements LatencySummary {
  readonly count: number
  readonly min: number | undefined
  readonly max: number | undefined
  readonly mean: number | undefined
  readonly stddev: number | undefined
  readonly p50: number | undefined
  readonly p75: number | undefined
  readonly p90: number | undefined
  readonly p95: number | undefined
  readonly p99: number | undefined
  readonly p999: number | undefined
  declare readonly [CELLS]?: Cells

  constructor(distribution: Distribution | undefined) {
    const cells: Cells = { times: [], ranks: [] }
    Object.defineProperty(this, CELLS, { value: cells })
    this.count = distribution?.count ?? 0
    if (distribution !== undefined) {
      const { count, sum, sumOfSquares } = distribution
      this.min = distribution.min / 1000
      this.max = distribution.max / 1000
      this.mean = sum / count / 1000
      // Rounding may leave a variance just below 0 where all values are equal.
      if (count > 1) this.stddev = Math.sqrt(Math.max(0, (sumOfSquares - (sum * sum) / count) / (count - 1))) / 1000
      let rank = 0
      decodeCells(distribution.cells, (index, inCell) => {
        rank += inCell
        cells.times.push(highestOfCell(index))
        cells.ranks.push(rank)
      })
    }
    this.p50 = this.percentile(50)
    this.p75 = this.percentile(75)
    this.p90 = this.percentile(90)
    this.p95 = this.percentile(95)
    this.p99 = this.percentile(99)
    this.p999 = this.percentile(99.9)
    Object.freeze(this)
  }

  percentile(percent: number): number | undefined {
    if (!(percent >= 0 && percent <= 100)) throw new RangeError(`Expected a percentile from 0 to 100, got ${percent}`)
    if (this.min === undefined || this.max === undefined) return undefined
    if (percent === 0) return this.min
    const rank = rankOf(percent, this.count)
    const { times, ranks } = this[CELLS] ?? NO_CELLS
    const time = times[firstIndexAtLeast(ranks, rank)] ?? this.max
    return Math.min(this.max, Math.max(this.min, time))
  }

  countAbove(limit: number): number {
    if (this.max === undefined || limit >= this.max) return 0
    const { times, ranks } = this[CELLS] ?? NO_CELLS
    const cell = firstIndexAtLeast(times, limit)
    // A cell whose highest time is the limit itself holds nothing above it.
    const below = times[cell] === limit ? ranks[cell] : ranks[cell - 1]
    return this.count - (below ?? 0)
  }
}

/** The nearest rank of a percentile among values. */
function rankOf(percent: number, count: number): number {
  // The tolerance keeps 99.9 % of 1,000 at rank 999: in floating point it is a hair above.
  return Math.max(1, Math.ceil((percent / 100) * count - 1e-9 * count))
}

/** The first index whose value is `wanted` or more, in an ascending list; its length where there is none. */
function firstIndexAtLeast(values: readonly number[], wanted: number): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((values[middle] as number) < wanted) low = middle + 1
    else high = middle
  }
  return low
}
