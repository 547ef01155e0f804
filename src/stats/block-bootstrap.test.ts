import { describe, expect, it } from 'vitest'
import { createRandom } from '../core/random.ts'
import { drawBlocks, resampledVariance } from './block-bootstrap.ts'
import { blockLengthOf } from './block-length.ts'
import { valuesOf } from './series.ts'
import { lingering, simulate } from './simulated-series.fixture.ts'

describe('a resample', () => {
  it.each([
    [30, 1],
    [60, 7],
    [61, 20],
  ])('of %i blocks in runs of %i has as many blocks, all of them from within', (size, length) => {
    for (const ranges of drawBlocks(createRandom(1), size, length, 50)) {
      let blocks = 0
      for (let range = 0; range < ranges.length; range += 2) {
        const [from = -1, to = -1] = ranges.subarray(range, range + 2)
        expect(from).toBeGreaterThanOrEqual(0)
        expect(to).toBeLessThanOrEqual(size)
        expect(to - from).toBeLessThanOrEqual(length)
        blocks += to - from
      }
      expect(blocks).toBe(size)
    }
  })
})

// The variance of the mean of n values of AR(1) with a standard deviation of 1 is about (1 + φ) / (1 − φ) / n.
it.each([
  [0, 1 / 120],
  [0.5, 3 / 120],
  [0.8, 9 / 120],
])('resampled means of noise that lingers by %d vary about as the means of other series do', (phi, truth) => {
  const variances = Array.from({ length: 60 }, (_, seed) => {
    const random = createRandom(seed)
    const values = valuesOf(simulate(lingering(random, phi, 1), 120))
    const length = blockLengthOf(values)
    const means = drawBlocks(random, values.length, length, 200).map((ranges) => meanOf(values, ranges))
    return resampledVariance(means, values.length, length)
  })
  const typical = variances.reduce((total, one) => total + one, 0) / variances.length
  expect(typical).toBeGreaterThan(truth * 0.6)
  expect(typical).toBeLessThan(truth * 1.4)
})

it('says nothing of figures that do not exist', () => {
  expect(resampledVariance([Number.NaN, 1], 30, 3)).toBeNaN()
})

function meanOf(values: readonly number[], ranges: Int32Array): number {
  let sum = 0
  for (let range = 0; range < ranges.length; range += 2) {
    for (const value of values.slice(ranges[range], ranges[range + 1])) sum += value
  }
  return sum / values.length
}
