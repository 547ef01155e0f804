import { describe, expect, it } from 'vitest'
import { createRandom } from '../core/random.ts'
import { normal } from './simulated-series.fixture.ts'
import { chanceAbove, intervalOf, trimmedMean } from './trimmed-mean.ts'

describe('a trimmed mean', () => {
  it('is the plain one, with its standard error, where nothing is taken away', () => {
    expect(trimmedMean([1, 2, 3, 4], 0)).toEqual({ center: 2.5, error: Math.sqrt(5 / 12), freedom: 3, lowest: 1, highest: 4 })
  })

  it('leaves out as many at either end', () => {
    // Put to the ends of the others: 2 2 3 4 4.
    expect(trimmedMean([4, 2, 100, 3, -50], 0.2)).toEqual({
      center: 3,
      error: Math.sqrt(4 / 6),
      freedom: 2,
      lowest: 2,
      highest: 4,
    })
  })

  it('that varies by nothing is sure', () => {
    const mean = trimmedMean([0, 0, 0, 0], 0)
    expect(intervalOf(mean, 0.05)).toEqual([0, 0])
    expect(chanceAbove(mean, -0.1)).toBe(0)
    expect(chanceAbove(mean, 0)).toBe(1)
  })

  it.each([0, 0.15])('has an interval that holds the truth in about 95 of 100 cases (%d left out)', (trim) => {
    const random = createRandom(1)
    const held = Array.from({ length: 2000 }, () => {
      const [lower, upper] = intervalOf(
        trimmedMean(
          Array.from({ length: 20 }, () => normal(random)),
          trim,
        ),
        0.05,
      )
      return lower <= 0 && upper >= 0
    }).filter(Boolean).length
    expect(held / 2000).toBeGreaterThan(0.93)
    expect(held / 2000).toBeLessThan(0.97)
  })

  it('has a chance below half of the level exactly where the interval lies above', () => {
    const random = createRandom(2)
    for (let time = 0; time < 200; time += 1) {
      const mean = trimmedMean(
        Array.from({ length: 12 }, () => 0.5 + normal(random)),
        0.15,
      )
      expect(chanceAbove(mean, 0) < 0.025).toBe(intervalOf(mean, 0.05)[0] > 0)
    }
  })
})
