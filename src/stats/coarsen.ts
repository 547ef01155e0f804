import { decodeCells, encodeCells } from './cells.ts'
import type { Distribution } from './histogram.ts'

/** Coarser than that, nothing is left of a distribution. */
export const MOST_BITS = 10

/**
 * The same values in larger cells, for whoever has little room: each bit doubles their width. 3 bits leave 128 cells to each doubling of the
 * time (0.8 % of it), 5 bits 32 (3 %). Values move to the middle of their cell, so that nothing becomes faster or slower as a whole; count, sums,
 * minimum and maximum stay exact.
 */
export function coarsen(distribution: Distribution, bits: number): Distribution {
  if (bits === 0) return distribution
  const indexes: number[] = []
  const counts: number[] = []
  decodeCells(distribution.cells, (index, inCell) => {
    const middle = middleOf(index, bits)
    if (indexes.at(-1) === middle) counts[middle] = (counts[middle] ?? 0) + inCell
    else {
      indexes.push(middle)
      counts[middle] = inCell
    }
  })
  return { ...distribution, cells: encodeCells(indexes, indexes.length, counts) }
}

/** Each doubling of the time has 1,024 cells, but for the shortest times, which are whole microseconds. */
const CELL_BITS = 10

function middleOf(index: number, bits: number): number {
  const known = index < 1 ? 0 : Math.min(CELL_BITS, Math.floor(Math.log2(index)))
  const dropped = bits - (CELL_BITS - known)
  return dropped <= 0 ? index : ((index >> dropped) << dropped) + (1 << (dropped - 1))
}
