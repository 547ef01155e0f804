import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellOf, Histogram } from '../stats/histogram.ts'
import { type LatencySummary, summarize } from '../stats/summary.ts'
import { jointPercentile, rankOf, valueAtRank } from './joint-percentile.ts'
import { fakeSummary, series } from './measurement.fixture.ts'

const times = fc.array(fc.integer({ min: 1, max: 5_000_000 }).map((microseconds) => microseconds / 1000))
const percents = fc.oneof(fc.constantFrom(1, 50, 90, 95, 99, 99.9, 100), fc.double({ min: 1, max: 100, noNaN: true }))

function summaryOf(milliseconds: readonly number[]): LatencySummary {
  const histogram = new Histogram()
  for (const one of milliseconds) histogram.record(one)
  return summarize(histogram.close())
}

describe('the percentile of two distributions', () => {
  it('is that of all their values', () => {
    fc.assert(
      fc.property(times, times, percents, (one, other, percent) => {
        const together = fakeSummary([...one, ...other]).percentile(percent)
        expect(jointPercentile(fakeSummary(one), fakeSummary(other), percent)).toBe(together)
      }),
    )
  })

  it('of histograms lies in the same cell as that of the merged one', () => {
    fc.assert(
      fc.property(times, times, percents, (one, other, percent) => {
        fc.pre(one.length + other.length > 0)
        const together = summaryOf([...one, ...other]).percentile(percent) as number
        const joint = jointPercentile(summaryOf(one), summaryOf(other), percent) as number
        expect(cellOf(joint)).toBe(cellOf(together))
      }),
    )
  })

  it('doesn’t exist where both are empty', () => {
    expect(jointPercentile(fakeSummary([]), fakeSummary([]), 95)).toBeUndefined()
  })
})

describe('a rank', () => {
  it.each([
    [95, 100, 95],
    [95, 101, 96],
    [99.9, 1000, 999],
    [1, 10, 1],
    [100, 7, 7],
  ])('of p%d among %d is %d', (percent, count, rank) => {
    expect(rankOf(percent, count)).toBe(rank)
  })

  it('leads back to its value', () => {
    const summary = fakeSummary(series(1000))
    for (const rank of series(1000)) expect(valueAtRank(summary, rank)).toBe(rank)
  })
})
