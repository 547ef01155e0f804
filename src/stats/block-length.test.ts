import { describe, expect, it } from 'vitest'
import { createRandom } from '../core/random.ts'
import { blockLengthOf } from './block-length.ts'
import { medianOf, valuesOf } from './series.ts'
import { lingering, simulate } from './simulated-series.fixture.ts'

function typicalLength(phi: number, seconds: number): number {
  const lengths = Array.from({ length: 101 }, (_, seed) =>
    blockLengthOf(valuesOf(simulate(lingering(createRandom(seed), phi, 1), seconds))),
  )
  return medianOf(lengths)
}

describe('the length of blocks', () => {
  // Of AR(1) G / g(0) is 2 φ / (1 − φ²), so that the best is (3/2 (2 φ / (1 − φ²))² n)^⅓.
  it.each([
    [0.5, 600, 11.7],
    [0.8, 600, 26.1],
  ])('of noise that lingers by %d over %i values is near the best, %d', (phi, seconds, best) => {
    expect(typicalLength(phi, seconds)).toBeGreaterThan(best * 0.6)
    expect(typicalLength(phi, seconds)).toBeLessThan(best * 1.6)
  })

  it('of independent values is short', () => {
    expect(typicalLength(0, 600)).toBeLessThanOrEqual(3)
  })

  it('grows with what lingers', () => {
    expect(typicalLength(0.9, 600)).toBeGreaterThan(typicalLength(0.5, 600))
  })

  it.each([
    ['of equal values', [5, 5, 5, 5, 5, 5, 5, 5], 1],
    ['of one value', [1], 1],
  ])('%s is %i', (_, values, length) => {
    expect(blockLengthOf(values)).toBe(length)
  })

  it.each([6, 30, 600])('of %i values that only rise is at most a third of them', (count) => {
    const length = blockLengthOf(Array.from({ length: count }, (_, index) => index))
    expect(length).toBeLessThanOrEqual(count / 3)
    expect(length).toBeGreaterThanOrEqual(count < 30 ? 1 : 6)
  })
})
