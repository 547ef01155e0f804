import type { Interval, RequestSeries } from '../metrics/interval.ts'
import type { LoadResult } from '../metrics/result.ts'
import { START_SCENARIO } from '../metrics/sample.ts'
import { restoreDistribution, restoreIntervals, storeDistribution } from '../metrics/stored-result.ts'
import { coarsen, MOST_BITS } from '../stats/coarsen.ts'
import { type Distribution, mergeDistributions } from '../stats/histogram.ts'
import { type Baseline, type BaselineBlock, MOST_BLOCKS } from './baseline.ts'

/** A block with its histogram, ready to be merged and summarized. */
export interface DecodedBlock extends Omit<BaselineBlock, 'latency'> {
  /** `undefined` where nothing succeeded or timed out. */
  readonly latency: Distribution | undefined
}

/** The histograms of a baseline's blocks. */
export function decodeBlocks({ blocks }: Pick<Baseline, 'blocks'>): readonly DecodedBlock[] {
  return blocks.map((block) => ({ ...block, latency: restoreDistribution(block.latency) }))
}

/** A result's time in at most 60 blocks of whole seconds, as a baseline keeps it: with cells as fine as there is room for. */
export function baselineBlocksOf(result: LoadResult): readonly BaselineBlock[] {
  const blocks = exactBlocksOf(result)
  let bits = 0
  let stored = storeBlocks(blocks, bits)
  while (cellsLength(stored) > MOST_CELLS && bits < MOST_BITS) {
    bits += 1
    stored = storeBlocks(blocks, bits)
  }
  return stored
}

/** Characters of all histograms together, which leave room for the figures of many endpoints below 100 KB. */
const MOST_CELLS = 40_000

/**
 * A result's time in at most 60 blocks of whole seconds; what ended after the planned time is in none. The last one takes what is left: it
 * is between half as long as the others and one and a half, because a rate of some milliseconds would say nothing.
 */
export function exactBlocksOf(result: LoadResult): readonly DecodedBlock[] {
  const { duration } = result
  const length = Math.max(1, Math.ceil(duration / MOST_BLOCKS / 1000)) * 1000
  const last = Math.max(1, Math.round(duration / length)) - 1
  const groups: Interval[][] = Array.from({ length: duration === 0 ? 0 : last + 1 }, () => [])
  for (const interval of restoreIntervals(result.toJSON())) {
    if (interval.start < duration) groups[Math.min(last, Math.floor(interval.start / length))]?.push(interval)
  }
  return groups.map((intervals, index) => {
    const at = index * length
    return { at, duration: index < last ? length : Math.round((duration - at) * 1000) / 1000, ...sumOf(intervals) }
  })
}

function sumOf(intervals: readonly Interval[]): Pick<DecodedBlock, 'requests' | 'failures' | 'latency'> {
  const series = intervals.flatMap(({ requests }) => requests).filter(({ scenario }) => scenario !== START_SCENARIO)
  const sum = (count: (one: RequestSeries) => number): number => series.reduce((total, one) => total + count(one), 0)
  return {
    requests: sum(({ succeeded, failed }) => succeeded + failed),
    failures: sum(({ failed }) => failed),
    latency: mergeDistributions(series.map(({ latency }) => latency).filter((latency) => latency !== undefined)),
  }
}

function storeBlocks(blocks: readonly DecodedBlock[], bits: number): readonly BaselineBlock[] {
  return blocks.map(({ latency, ...block }) => {
    return { ...block, latency: storeDistribution(latency === undefined ? undefined : coarsen(latency, bits)) }
  })
}

function cellsLength(blocks: readonly BaselineBlock[]): number {
  return blocks.reduce((total, { latency }) => total + (latency === 0 ? 0 : latency[5].length), 0)
}
