import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Distribution, Histogram, mergeDistributions } from './histogram.ts'
import { type LatencySummary, percentilesOf, summarize } from './summary.ts'

function summaryOf(...milliseconds: number[]): LatencySummary {
  const histogram = new Histogram()
  for (const one of milliseconds) histogram.record(one)
  return summarize(histogram.close())
}

describe('a summary', () => {
  it('has no figures without values, rather than zeros', () => {
    const summary = summarize(undefined)
    expect(summary.count).toBe(0)
    expect(summary.mean).toBeUndefined()
    expect(summary.p99).toBeUndefined()
    expect(summary.percentile(99.99)).toBeUndefined()
    expect(summary.countAbove(0)).toBe(0)
  })

  it('has the exact mean, minimum, maximum and standard deviation', () => {
    const summary = summaryOf(2, 4, 4, 4, 5, 5, 7, 9)
    expect(summary).toMatchObject({ count: 8, min: 2, max: 9, mean: 5 })
    expect(summary.stddev).toBeCloseTo(Math.sqrt(32 / 7), 12)
  })

  it('has no standard deviation of a single value', () => {
    expect(summaryOf(3).stddev).toBeUndefined()
  })

  it.each([
    [0, 1],
    [0.1, 1],
    [50, 500],
    [90, 900],
    [99, 990],
    [99.9, 999],
    [100, 1000],
  ])('takes percentile %d of 1 … 1,000 µs by the nearest rank', (percent, microseconds) => {
    const summary = summaryOf(...Array.from({ length: 1000 }, (_, index) => (index + 1) / 1000))
    expect(summary.percentile(percent)).toBe(microseconds / 1000)
  })

  it.each([-1, 100.1, Number.NaN])('refuses percentile %d', (percent) => {
    expect(() => summaryOf(1).percentile(percent)).toThrow(`Expected a percentile from 0 to 100, got ${percent}`)
  })

  it.each([
    [0, 4],
    [0.999, 4],
    [1, 3],
    [1.5, 2],
    [1.9, 1],
    [2, 0],
    [99, 0],
  ])('counts the values above %d ms', (limit, count) => {
    expect(summaryOf(1, 1.2, 1.9, 2).countAbove(limit)).toBe(count)
  })

  it('survives being cloned, as Vitest does for its diffs', () => {
    const summary = summaryOf(1, 2, 3)
    const clone: LatencySummary = Object.create(Object.getPrototypeOf(summary), Object.getOwnPropertyDescriptors({ ...summary }))
    expect(clone.percentile(100)).toBe(3)
    expect(clone.countAbove(3)).toBe(0)
  })

  it('is frozen, and shows no inner parts in a diff', () => {
    expect(Object.isFrozen(summaryOf(1))).toBe(true)
    expect(Object.keys(summaryOf(1))).toEqual([
      'count',
      'min',
      'max',
      'mean',
      'stddev',
      'p50',
      'p75',
      'p90',
      'p95',
      'p99',
      'p999',
    ])
  })
})

describe('percentilesOf', () => {
  const distributionOf = (times: readonly number[]): Distribution[] => {
    const histogram = new Histogram()
    for (const time of times) histogram.record(time)
    return [histogram.close()].filter((one) => one !== undefined)
  }

  it('are those of the summary of the sum', () => {
    const times = fc.array(fc.double({ min: 0, max: 1e5, noNaN: true }), { maxLength: 60 })
    const percents = fc.array(fc.double({ min: 0.1, max: 100, noNaN: true }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(fc.array(times, { maxLength: 4 }), percents, (parts, unordered) => {
        const distributions = parts.flatMap(distributionOf)
        const ascending = unordered.toSorted((a, b) => a - b)
        const whole = summarize(mergeDistributions(distributions))
        expect(percentilesOf(distributions, ascending)).toEqual(ascending.map((percent) => whole.percentile(percent)))
      }),
    )
  })
})
