import { decodeCells, encodeCells } from './cells.ts'

/** A closed histogram: immutable, compact and JSON-safe. Times are whole microseconds. */
export interface Distribution {
  readonly count: number
  /** Microseconds; exact, as are the others. */
  readonly sum: number
  /** Microseconds squared. */
  readonly sumOfSquares: number
  readonly min: number
  readonly max: number
  /** Touched cells, see `encodeCells`. */
  readonly cells: string
}

/** The largest value that is told apart, in microseconds: 35 years. It leaves room for custom metrics, such as numbers of bytes. */
const LARGEST = 2 ** 50
/** From here on, numbers are beyond what bitwise operators can do. */
const BEYOND_BITS = 2 ** 31
/** Cells of the largest value, and of all below it. */
const CELLS = 43_008

/**
 * Counts times from 1 µs up with three significant digits, in the cells of an HDR histogram; 0 is a cell of its own.
 *
 * The layout of the cells is that of HdrHistogram (G. Tene, 2012) with three significant digits: up to 2,047 each value has its own, and from
 * there on each power of two has 1,024 of equal width. A cell is found by counting leading zeros, which takes 8 ns. It remembers which
 * cells were touched, so that closing and clearing visit only those.
 */
export class Histogram {
  #counts = new Uint32Array(INITIAL_CELLS)
  #touched = new Uint32Array(64)
  #touchedCount = 0
  #count = 0
  #sum = 0
  #sumOfSquares = 0
  #min = Number.POSITIVE_INFINITY
  #max = 0

  /** Adds one time, in milliseconds, at least 0. */
  record(milliseconds: number): void {
    const value = milliseconds > 0.001 ? Math.round(milliseconds * 1000) : milliseconds > 0 ? 1 : 0
    this.#count += 1
    this.#sum += value
    this.#sumOfSquares += value * value
    if (value < this.#min) this.#min = value
    if (value > this.#max) this.#max = value
    if (value >= BEYOND_BITS) this.#addToCell(cellOf(milliseconds))
    else {
      const bucket = value < 2048 ? 0 : 21 - Math.clz32(value)
      this.#addToCell((bucket << 10) + (value >>> bucket))
    }
  }

  /** Everything since the last call, or `undefined` where there was nothing; the histogram is empty afterwards. */
  close(): Distribution | undefined {
    if (this.#count === 0) return undefined
    const indexes = this.#touched.subarray(0, this.#touchedCount).sort()
    const distribution = {
      count: this.#count,
      sum: this.#sum,
      sumOfSquares: this.#sumOfSquares,
      min: this.#min,
      max: this.#max,
      cells: encodeCells(indexes, indexes.length, this.#counts),
    }
    for (const index of indexes) this.#counts[index] = 0
    this.#touchedCount = 0
    this.#count = 0
    this.#sum = 0
    this.#sumOfSquares = 0
    this.#min = Number.POSITIVE_INFINITY
    this.#max = 0
    return distribution
  }

  #addToCell(index: number): void {
    if (index >= this.#counts.length) this.#counts = grown(this.#counts, index + 1)
    const before = this.#counts[index] as number
    if (before === 0) {
      if (this.#touchedCount === this.#touched.length) this.#touched = grown(this.#touched, this.#touchedCount + 1)
      this.#touched[this.#touchedCount++] = index
    }
    this.#counts[index] = before + 1
  }
}

/** The sum of closed histograms; `undefined` where there is none. */
export function mergeDistributions(distributions: readonly Distribution[]): Distribution | undefined {
  const [first] = distributions
  if (first === undefined || distributions.length === 1) return first
  let { count, sum, sumOfSquares, min, max } = { ...first, count: 0, sum: 0, sumOfSquares: 0 }
  for (const distribution of distributions) {
    count += distribution.count
    sum += distribution.sum
    sumOfSquares += distribution.sumOfSquares
    min = Math.min(min, distribution.min)
    max = Math.max(max, distribution.max)
  }
  const cells = withSums(distributions, (indexes, counts) => encodeCells(indexes, indexes.length, counts))
  return { count, sum, sumOfSquares, min, max, cells }
}

/**
 * Hands over the cells of the sum of closed histograms, in ascending order of their indexes, with the array of the counts of all cells;
 * both are to be read at once, and are not the caller's.
 */
export function withSums<Result>(
  distributions: readonly Distribution[],
  read: (indexes: Uint32Array, counts: Float64Array) => Result,
): Result {
  const touched: number[] = []
  const add = (index: number, inCell: number): void => {
    const before = mergedCounts[index] as number
    if (before === 0) touched.push(index)
    mergedCounts[index] = before + inCell
  }
  try {
    for (const { cells } of distributions) decodeCells(cells, add)
    return read(Uint32Array.from(touched).sort(), mergedCounts)
  } finally {
    // Also after a foreign distribution that made it throw.
    for (const index of touched) mergedCounts[index] = 0
  }
}

/** The highest time in milliseconds that falls into the same cell as the one with this index. */
export function highestOfCell(index: number): number {
  const bucket = index < 2048 ? 0 : (index >>> 10) - 1
  const width = 2 ** bucket
  return ((index - (bucket << 10)) * width + width - 1) / 1000
}

/** The cell of a time in milliseconds. */
export function cellOf(milliseconds: number): number {
  const value = Math.min(LARGEST, Math.round(milliseconds * 1000))
  // Shifts know 32 bits only, so those of a large value are counted without its lowest 20.
  const bucket = value < 2048 ? 0 : value < BEYOND_BITS ? 21 - Math.clz32(value) : 41 - Math.clz32(value / 2 ** 20)
  return (bucket << 10) + Math.floor(value / 2 ** bucket)
}

// Enough for 131 ms; most histograms never grow.
const INITIAL_CELLS = 8192

// Merging runs to its end at once, so one array serves all. Doubles, because a cell of a long run may pass 2^32.
const mergedCounts = new Float64Array(CELLS)

function grown(array: Uint32Array<ArrayBuffer>, length: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.max(length, array.length * 2))
  larger.set(array)
  return larger
}
