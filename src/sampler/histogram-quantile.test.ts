import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { histogramQuantile } from './histogram-quantile.ts'

const infinity = Number.POSITIVE_INFINITY
const buckets = [
  { upTo: 0.1, count: 50 },
  { upTo: 0.5, count: 90 },
  { upTo: 1, count: 100 },
  { upTo: infinity, count: 100 },
]

describe('a quantile of a histogram', () => {
  it.each([
    [0.25, 0.05],
    [0.5, 0.1],
    [0.7, 0.3],
    [0.95, 0.75],
    [1, 1],
  ])('of %d lies where observations would that fill their bucket evenly: %d', (q, value) => {
    expect(histogramQuantile(q, buckets)).toBeCloseTo(value, 12)
    expect(histogramQuantile(q, buckets.toReversed())).toBeCloseTo(value, 12)
  })

  it('is the start of the last bucket where it lies beyond all ends', () => {
    expect(histogramQuantile(0.99, [...buckets.slice(0, 3), { upTo: infinity, count: 200 }])).toBe(1)
  })

  it('is the end of a first bucket that ends below 0', () => {
    expect(
      histogramQuantile(0.5, [
        { upTo: -5, count: 10 },
        { upTo: infinity, count: 10 },
      ]),
    ).toBe(-5)
  })

  it.each([
    ['observations', buckets.map((bucket) => ({ ...bucket, count: 0 }))],
    ['a last bucket', buckets.slice(0, 3)],
    ['another bucket than the last', buckets.slice(3)],
    ['buckets', []],
  ])('is none without %s', (_, given) => {
    expect(histogramQuantile(0.5, given)).toBeUndefined()
  })

  it('lies in the bucket of the observation of its rank, and grows with the share', () => {
    const values = fc.array(fc.double({ min: 0.001, max: 20, noNaN: true }), { minLength: 1, maxLength: 200 })
    const ends = [0.5, 1, 2, 4, 8, 16, infinity]
    fc.assert(
      fc.property(values, fc.double({ min: 0.01, max: 1, noNaN: true }), (given, q) => {
        const counted = ends.map((upTo) => ({ upTo, count: given.filter((value) => value <= upTo).length }))
        const exact = given.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(q * given.length) - 1)] as number
        const index = ends.findIndex((end) => exact <= end)
        const value = histogramQuantile(q, counted) as number
        expect(value).toBeGreaterThanOrEqual(ends[index - 1] ?? 0)
        expect(value).toBeLessThanOrEqual(ends[index] ?? infinity)
        expect(histogramQuantile(Math.min(1, q + 0.1), counted)).toBeGreaterThanOrEqual(value)
      }),
    )
  })
})
