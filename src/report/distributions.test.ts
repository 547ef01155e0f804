import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Histogram } from '../stats/histogram.ts'
import { type LatencySummary, summarize } from '../stats/summary.ts'
import { histogramBins, percentileCurve } from './distributions.ts'

function summaryOf(times: readonly number[]): LatencySummary {
  const histogram = new Histogram()
  for (const time of times) histogram.record(time)
  return summarize(histogram.close())
}

const times = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 200 })

describe('percentileCurve', () => {
  it('has no points without values', () => {
    expect(percentileCurve(summaryOf([]))).toEqual({ percents: [], times: [] })
  })

  it('ends at the percentile that the slowest value is, as later ones would be made up', () => {
    const { percents, times: found } = percentileCurve(summaryOf(Array.from({ length: 100 }, (_, index) => index + 1)))
    expect(percents[0]).toBe(0)
    expect(percents.at(-1)).toBe(99)
    expect(found.at(-1)).toBeCloseTo(99, 0)
  })

  it('ends at 99.99 % however many values there are', () => {
    expect(percentileCurve(summaryOf(Array.from({ length: 30_000 }, () => 5))).percents.at(-1)).toBe(99.99)
  })

  it('only ever rises', () => {
    fc.assert(
      fc.property(times, (values) => {
        const curve = percentileCurve(summaryOf(values))
        expect(curve.percents).toEqual(curve.percents.toSorted((a, b) => a - b))
        expect(curve.times).toEqual(curve.times.toSorted((a, b) => a - b))
        expect(new Set(curve.percents).size).toBe(curve.percents.length)
      }),
    )
  })
})

describe('histogramBins', () => {
  it('has no bins without values', () => {
    expect(histogramBins(summaryOf([])).counts).toEqual([])
  })

  it('counts every value once', () => {
    fc.assert(
      fc.property(times, (values) => {
        const { counts, ratio } = histogramBins(summaryOf(values))
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(values.length)
        expect(counts.every((count) => count >= 0)).toBe(true)
        expect(counts.length).toBeLessThanOrEqual(48)
        expect(ratio).toBeGreaterThanOrEqual(1.01)
      }),
    )
  })

  it('puts values into the bins that they belong to', () => {
    const { from, ratio, counts } = histogramBins(
      summaryOf([...Array.from({ length: 90 }, () => 10), ...Array.from({ length: 10 }, () => 1000)]),
    )
    const full = [...counts.entries()].filter(([, count]) => count > 0)
    expect(full.map(([, count]) => count)).toEqual([90, 10])
    for (const [index, time] of [10, 1000].entries()) {
      const bin = full[index]?.[0] ?? Number.NaN
      expect(from * ratio ** bin).toBeLessThanOrEqual(time)
      expect(from * ratio ** (bin + 1)).toBeGreaterThanOrEqual(time * 0.999)
    }
  })

  it('is one bin where all values are the same', () => {
    expect(histogramBins(summaryOf([7, 7, 7])).counts).toEqual([3])
    expect(histogramBins(summaryOf([0, 0])).counts).toEqual([2])
  })
})
