import { describe, expect, it } from 'vitest'
import { createRandom } from '../core/random.ts'
import { lingering, normal, simulate } from './simulated-series.fixture.ts'
import { trendOf } from './trend.ts'

describe('a trend', () => {
  it('of a straight line is the line', () => {
    expect(trendOf(simulate((second) => 5 + 2 * second, 100))).toEqual({
      slope: expect.closeTo(2),
      lower: expect.closeTo(2),
      upper: expect.closeTo(2),
      from: expect.closeTo(5),
      to: expect.closeTo(203),
    })
  })

  it('is not moved by outliers', () => {
    expect(trendOf(simulate((second) => (second % 10 === 3 ? 1e9 : second), 200))?.slope).toBeCloseTo(1, 1)
  })

  it('does not mind the order, holes and uneven moments', () => {
    const random = createRandom(1)
    const series = simulate((second) => (second % 7 === 0 ? Number.NaN : second), 100).filter(() => random.next() > 0.2)
    expect(trendOf(series.toReversed())?.slope).toBeCloseTo(1)
  })

  it.each([
    ['nothing', []],
    ['seven points', simulate((second) => second, 7)],
    ['one moment', simulate((second) => second, 20).map(({ value }) => ({ at: 0, value }))],
  ])('of %s is unknown', (_, series) => {
    expect(trendOf(series)).toBeUndefined()
  })

  it('of very long series is found in little time', () => {
    const random = createRandom(1)
    const series = simulate((second) => second + normal(random), 100_000)
    const start = performance.now()
    expect(trendOf(series)?.slope).toBeCloseTo(1)
    expect(performance.now() - start).toBeLessThan(2000)
  })
})

describe('the bounds of a trend', () => {
  /** In how many of 200 series without a trend the bounds hold 0. */
  function covered(phi: number, confidence: number): number {
    return Array.from({ length: 200 }, (_, seed) => trendOf(simulate(lingering(createRandom(seed), phi, 5)), confidence)).filter(
      (trend) => trend !== undefined && trend.lower <= 0 && trend.upper >= 0,
    ).length
  }

  it.each([
    [0, 0.95],
    [0.5, 0.95],
    [0.8, 0.95],
    [0.95, 0.95],
    [0.95, 0.99],
  ])('hold the truth as often as they say, under noise that lingers by %d at a confidence of %d', (phi, confidence) => {
    // Three standard deviations of 200 tosses below it.
    expect(covered(phi, confidence)).toBeGreaterThanOrEqual(200 * confidence - 3 * Math.sqrt(200 * confidence * (1 - confidence)))
  })

  it('are not so wide that they say nothing', () => {
    const random = createRandom(1)
    const { lower = Number.NaN, upper = Number.NaN } = trendOf(simulate(() => normal(random))) ?? {}
    // Twice those of least squares: 2 × 1.96 × √(12 / 600³).
    expect(upper - lower).toBeLessThan(2 * 3.92 * Math.sqrt(12 / 600 ** 3))
  })

  it('are infinite where values depend on each other for so long that nothing can be said', () => {
    expect(trendOf(simulate((second) => second ** 2))).toMatchObject({
      lower: Number.NEGATIVE_INFINITY,
      upper: Number.POSITIVE_INFINITY,
    })
  })

  it('are those of a random walk with a drift where the ranks tell nothing', () => {
    const step = trendOf(simulate((second) => (second < 300 ? 0 : 1)))
    expect(step?.lower).toBeLessThan(0)
    expect(step?.upper).toBeGreaterThan(0)
    // A rise that something takes back a part of once, as a collector does.
    const random = createRandom(3)
    const rise = trendOf(simulate((second) => second + normal(random) / 10 - (second < 20 ? 0 : 5), 40))
    expect(rise?.lower).toBeGreaterThan(0.4)
    expect(rise?.lower).toBeLessThan(0.9)
    expect(rise?.upper).toBeLessThan(1.4)
  })
})
