import { describe, expect, it } from 'vitest'
import type { Distribution } from './histogram.ts'
import { distributionOf, statisticsOf, summaryOf } from './sample-statistics.ts'

const of = (values: readonly number[]) => {
  const samples = Float64Array.from(values)
  return statisticsOf(samples, distributionOf(samples) as Distribution)
}

describe('the statistics of samples', () => {
  it('are those of the textbook', () => {
    const statistics = of([2, 4, 4, 4, 5, 5, 7, 9])
    expect(statistics).toMatchObject({ samplesCount: 8, min: 2, max: 9, mean: 5, df: 7, aad: 1.5 })
    expect(statistics.p50).toBeCloseTo(4, 2)
    expect(statistics.mad).toBeCloseTo(1, 2)
    expect(statistics.variance).toBeCloseTo(32 / 7, 12)
    expect(statistics.sem).toBeCloseTo(Math.sqrt(32 / 7 / 8), 12)
    // Student's t of 95 % and 7 degrees of freedom is 2.365.
    expect(statistics.critical / 2.365).toBeCloseTo(1, 1)
    expect(statistics.rme).toBeCloseTo((100 * statistics.critical * statistics.sem) / 5, 12)
  })

  it('have percentiles by the nearest rank, to three digits, down to a nanosecond', () => {
    const statistics = of(Array.from({ length: 1000 }, (_, index) => (index + 1) * 1e-6))
    expect(statistics.p50).toBeCloseTo(500e-6, 9)
    expect(statistics.p95).toBeCloseTo(950e-6, 9)
    expect(statistics.p999).toBeCloseTo(999e-6, 9)
  })

  it('know one value, of which nothing varies', () => {
    expect(of([3])).toMatchObject({ samplesCount: 1, mean: 3, p99: 3, variance: 0, sd: 0, moe: 0, mad: 0 })
  })

  it('tell how many values were above a limit', () => {
    const { countAbove, percentile } = summaryOf(distributionOf([0.001, 0.002, 0.003]))
    expect(countAbove(0.0015)).toBe(2)
    expect(percentile(100)).toBeCloseTo(0.003, 9)
    expect(summaryOf(undefined).percentile(50)).toBeUndefined()
  })
})
