import type { Random } from '../core/random.ts'
import type { BlockRanges } from './block-table.ts'

/**
 * Draws resamples of a series of blocks by the moving-block bootstrap (Künsch, 1989): runs of `length` neighbours, which may overlap, from
 * anywhere, until there are as many blocks as before. What is near in time stays together, because it depends on each other.
 */
export function drawBlocks(random: Random, size: number, length: number, resamples: number): readonly BlockRanges[] {
  const pieces = Math.ceil(size / length)
  return Array.from({ length: resamples }, () => {
    const ranges = new Int32Array(pieces * 2)
    for (let piece = 0; piece < pieces; piece += 1) {
      const start = random.integer(0, size - length)
      ranges[piece * 2] = start
      ranges[piece * 2 + 1] = start + Math.min(length, size - piece * length)
    }
    return ranges
  })
}

/**
 * The variance of a figure over resamples. The blocks vary around their own mean, which hides length / size of it: n / (n − b) gives it back.
 */
export function resampledVariance(figures: readonly number[], size: number, length: number): number {
  const finite = figures.filter(Number.isFinite)
  if (finite.length < 2) return Number.NaN
  let center = 0
  for (const figure of finite) center += figure / finite.length
  let squares = 0
  for (const figure of finite) squares += (figure - center) ** 2
  return ((squares / (finite.length - 1)) * size) / (size - length)
}
