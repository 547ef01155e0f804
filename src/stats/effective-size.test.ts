import { describe, expect, it } from 'vitest'
import { createRandom } from '../core/random.ts'
import { effectiveSize } from './effective-size.ts'
import { valuesOf } from './series.ts'
import { lingering, normal, simulate } from './simulated-series.fixture.ts'

function typicalSize(valuesFrom: (seed: number) => number[]): number {
  const sizes = Array.from({ length: 101 }, (_, seed) => effectiveSize(valuesFrom(seed))).sort((one, other) => one - other)
  return sizes[50] as number
}

describe('the effective size of 600 values', () => {
  it.each([
    // n (1 − φ) / (1 + φ)
    [0, 600],
    [0.5, 200],
    [0.8, 67],
    [0.95, 15.4],
  ])('that linger by %d is near that of the formula, and rather below it', (phi, truth) => {
    const size = typicalSize((seed) => valuesOf(simulate(lingering(createRandom(seed), phi, 1))))
    expect(size).toBeLessThan(truth * 1.05)
    expect(size).toBeGreaterThan(truth * 0.5)
  })

  it('that linger under noise is not that of the noise', () => {
    const size = typicalSize((seed) => {
      const random = createRandom(seed)
      const slow = lingering(random, 0.95, 1)
      return valuesOf(simulate((second) => slow(second) + normal(random)))
    })
    // τ = 1 + 2 Σ 0.95ᵏ / 2 = 20
    expect(size).toBeLessThan(60)
  })

  it('that are all the same is 600', () => {
    expect(effectiveSize(new Array(600).fill(5))).toBe(600)
  })

  it.each([
    ['of a few values', [1, 2, 3]],
    ['of values that only rise', Array.from({ length: 100 }, (_, index) => index)],
  ])('%s is 0: nothing can be said', (_, values) => {
    expect(effectiveSize(values)).toBe(0)
  })
})
