import { decodeCells } from './cells.ts'
import { type Distribution, highestOfCell } from './histogram.ts'

/** What ended in a piece of time. */
export interface Block {
  /** Milliseconds. */
  readonly duration: number
  /** Those that ended in the piece itself. */
  readonly succeeded: number
  readonly failed: number
  /** Together the latencies. */
  readonly latency: readonly Distribution[]
}

/** Blocks one after another, in pairs: from one (included) to another (excluded). Flat, because there are very many. */
export type BlockRanges = Int32Array

/**
 * Blocks in the order of time, added up beforehand: what a percentile of any ranges of them needs is a few look-ups for each range. The
 * look-ups of a search step lie side by side, which made it four times as fast.
 */
export class BlockTable {
  readonly size: number
  /** Milliseconds that stand for each cell, ascending. */
  readonly #times: Float64Array
  /** Values up to a cell (row), in the blocks before one (column). */
  readonly #counts: Uint32Array
  /** Values up to a cell, in all blocks. */
  readonly #whole: Float64Array
  /** Of the blocks before one: sum of latencies (milliseconds), successes, failures, milliseconds. */
  readonly #sums: Float64Array

  constructor(blocks: readonly Block[]) {
    this.size = blocks.length
    const { places, times } = layCells(blocks)
    const width = blocks.length + 1
    this.#times = times
    this.#counts = new Uint32Array(times.length * width)
    this.#sums = new Float64Array(width * SUMS)
    const inBlock = new Float64Array(times.length)
    for (const [index, block] of blocks.entries()) {
      inBlock.fill(0)
      for (const { cells } of block.latency) {
        decodeCells(cells, (cell, count) => {
          const place = places.get(cell) as number
          inBlock[place] = (inBlock[place] as number) + count
        })
      }
      let upTo = 0
      for (let place = 0; place < times.length; place += 1) {
        upTo += inBlock[place] as number
        const at = place * width + index
        this.#counts[at + 1] = (this.#counts[at] as number) + upTo
      }
      const own = [block.latency.reduce((sum, one) => sum + one.sum, 0) / 1000, block.succeeded, block.failed, block.duration]
      for (let sum = 0; sum < SUMS; sum += 1) {
        this.#sums[(index + 1) * SUMS + sum] = (this.#sums[index * SUMS + sum] as number) + (own[sum] as number)
      }
    }
    this.#whole = Float64Array.from(times, (_, place) => this.#counts[place * width + blocks.length] as number)
  }

  /** The latency, in milliseconds, that a share of the values is at most; `NaN` without values. */
  quantile(share: number, ranges: BlockRanges): number {
    const whole = this.#whole
    const last = whole.length - 1
    if (last < 0) return Number.NaN
    const total = this.#upTo(last, ranges)
    if (total === 0) return Number.NaN
    const rank = Math.max(1, Math.ceil(share * total - 1e-9))
    const scale = (whole[last] as number) / total
    let low = 0
    let high = last
    let place = firstAtLeast(whole, rank * scale)
    for (let step = 1; low < high; step += 1) {
      const upTo = this.#upTo(place, ranges)
      if (upTo < rank) low = place + 1
      else high = place
      // Where it would be if these blocks were like all of them: that takes 4 steps rather than 11. What isn't so is halved.
      const next = step < GUESSES ? firstAtLeast(whole, (whole[place] as number) + (rank - upTo) * scale) : (low + high) >>> 1
      place = Math.max(low, Math.min(high - 1, next))
    }
    return this.#times[low] as number
  }

  mean(ranges: BlockRanges): number {
    return this.#times.length === 0 ? Number.NaN : this.#sum(0, ranges) / this.#upTo(this.#times.length - 1, ranges)
  }

  /** Failures / requests. */
  errorRate(ranges: BlockRanges): number {
    const failed = this.#sum(2, ranges)
    return failed / (failed + this.#sum(1, ranges))
  }

  /** Successes per second. */
  throughput(ranges: BlockRanges): number {
    return this.#sum(1, ranges) / (this.#sum(3, ranges) / 1000)
  }

  #upTo(place: number, ranges: BlockRanges): number {
    const counts = this.#counts
    const row = place * (this.size + 1)
    let total = 0
    for (let range = 0; range < ranges.length; range += 2) {
      total += (counts[row + (ranges[range + 1] as number)] as number) - (counts[row + (ranges[range] as number)] as number)
    }
    return total
  }

  #sum(column: number, ranges: BlockRanges): number {
    let total = 0
    for (let range = 0; range < ranges.length; range += 2) {
      const [from = 0, to = 0] = [ranges[range], ranges[range + 1]]
      total += (this.#sums[to * SUMS + column] as number) - (this.#sums[from * SUMS + column] as number)
    }
    return total
  }
}

const SUMS = 4
const GUESSES = 6
/** More cells than these share places with their neighbours. */
const MOST_CELLS = 2048

function layCells(blocks: readonly Block[]): { readonly places: ReadonlyMap<number, number>; readonly times: Float64Array } {
  const touched = new Set<number>()
  for (const { latency } of blocks) for (const { cells } of latency) decodeCells(cells, (cell) => void touched.add(cell))
  const sorted = Uint32Array.from(touched).sort()
  const together = Math.ceil(sorted.length / MOST_CELLS)
  const places = new Map<number, number>()
  const times = new Float64Array(together === 0 ? 0 : Math.ceil(sorted.length / together))
  for (const [index, cell] of sorted.entries()) {
    const place = Math.floor(index / together)
    places.set(cell, place)
    times[place] = highestOfCell(cell)
  }
  return { places, times }
}

/** The first index whose value is `wanted` or more, in an ascending list; its last where there is none. */
function firstAtLeast(values: Float64Array, wanted: number): number {
  let low = 0
  let high = values.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((values[middle] as number) < wanted) low = middle + 1
    else high = middle
  }
  return low
}
