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

/** Blocks one after another: from one (included) to another (excluded). */
export type BlockRange = readonly [from: number, to: number]

/**
 * Blocks in the order of time, added up beforehand: what a percentile of any ranges of them needs is a few look-ups for each range. A
 * thousand resamples of a minute take 3 ms so; with merged histograms they would take 300.
 */
export class BlockTable {
  readonly size: number
  /** Milliseconds that stand for each cell, ascending. */
  readonly #times: Float64Array
  /** Values in the blocks before one (row) and up to a cell (column). */
  readonly #counts: Float64Array
  /** Of the blocks before one: sum of latencies (milliseconds), successes, failures, milliseconds. */
  readonly #sums: Float64Array

  constructor(blocks: readonly Block[]) {
    this.size = blocks.length
    const { places, times } = layCells(blocks)
    const width = times.length
    this.#times = times
    this.#counts = new Float64Array((blocks.length + 1) * width)
    this.#sums = new Float64Array((blocks.length + 1) * SUMS)
    const row = new Float64Array(width)
    for (const [index, block] of blocks.entries()) {
      row.fill(0)
      for (const { cells } of block.latency) {
        decodeCells(cells, (cell, count) => {
          const place = places.get(cell) as number
          row[place] = (row[place] as number) + count
        })
      }
      let upTo = 0
      for (let place = 0; place < width; place += 1) {
        upTo += row[place] as number
        this.#counts[(index + 1) * width + place] = (this.#counts[index * width + place] as number) + upTo
      }
      const own = [block.latency.reduce((sum, one) => sum + one.sum, 0) / 1000, block.succeeded, block.failed, block.duration]
      for (let sum = 0; sum < SUMS; sum += 1) {
        this.#sums[(index + 1) * SUMS + sum] = (this.#sums[index * SUMS + sum] as number) + (own[sum] as number)
      }
    }
  }

  /** The latency, in milliseconds, that a share of the values is at most; `NaN` without values. */
  quantile(share: number, ranges: readonly BlockRange[]): number {
    const last = this.#times.length - 1
    const rank = Math.max(1, Math.ceil(share * this.#upTo(last, ranges) - 1e-9))
    let low = 0
    let high = last
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#upTo(middle, ranges) < rank) low = middle + 1
      else high = middle
    }
    return this.#times[low] ?? Number.NaN
  }

  mean(ranges: readonly BlockRange[]): number {
    return this.#sum(0, ranges) / this.#upTo(this.#times.length - 1, ranges)
  }

  /** Failures / requests. */
  errorRate(ranges: readonly BlockRange[]): number {
    const failed = this.#sum(2, ranges)
    return failed / (failed + this.#sum(1, ranges))
  }

  /** Successes per second. */
  throughput(ranges: readonly BlockRange[]): number {
    return this.#sum(1, ranges) / (this.#sum(3, ranges) / 1000)
  }

  #upTo(place: number, ranges: readonly BlockRange[]): number {
    const width = this.#times.length
    if (width === 0) return 0
    let total = 0
    for (const [from, to] of ranges) {
      total += (this.#counts[to * width + place] as number) - (this.#counts[from * width + place] as number)
    }
    return total
  }

  #sum(column: number, ranges: readonly BlockRange[]): number {
    let total = 0
    for (const [from, to] of ranges) {
      total += (this.#sums[to * SUMS + column] as number) - (this.#sums[from * SUMS + column] as number)
    }
    return total
  }
}

const SUMS = 4
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
