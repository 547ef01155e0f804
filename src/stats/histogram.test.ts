import fc from 'fast-check'
import { Int32Histogram } from 'hdr-histogram-js'
import { describe, expect, it } from 'vitest'
import { decodeCells } from './cells.ts'
import { cellOf, type Distribution, Histogram, highestOfCell, mergeDistributions } from './histogram.ts'
import { summarize } from './summary.ts'

/** The library, whose layout ours is. */
const layout = new Int32Histogram(1, 2 ** 50, 3)
const microseconds = fc.oneof(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 3_600_000_000 }))

function distributionOf(values: readonly number[]): Distribution | undefined {
  const histogram = new Histogram()
  for (const value of values) histogram.record(value / 1000)
  return histogram.close()
}

describe('a histogram', () => {
  it('puts every value into the cell that the HDR library names', () => {
    fc.assert(
      fc.property(microseconds, (value) => {
        const indexes: number[] = []
        decodeCells(distributionOf([value])?.cells ?? '', (index) => indexes.push(index))
        expect(indexes).toEqual([layout.countsArrayIndex(value)])
      }),
      { numRuns: 2000 },
    )
  })

  it.each([1, 2047, 2048, 2049, 4095, 4096, 2 ** 31 - 1, 2 ** 31, 3_599_999_999, 3_600_000_000])(
    'takes %i µs at the edge of a bucket',
    (value) => {
      const indexes: number[] = []
      decodeCells(distributionOf([value])?.cells ?? '', (index) => indexes.push(index))
      expect(indexes).toEqual([layout.countsArrayIndex(value)])
    },
  )

  it('names the cell that the HDR library names, whatever the value', () => {
    const largest = fc.integer({ min: 0, max: 2 ** 50 })
    fc.assert(
      fc.property(fc.oneof(microseconds, largest), (value) => {
        expect(cellOf(value / 1000)).toBe(layout.countsArrayIndex(value))
      }),
      { numRuns: 2000 },
    )
    expect(cellOf(2 ** 60)).toBe(layout.countsArrayIndex(2 ** 50))
  })

  it('has the cells of the HDR library, with the same highest values', () => {
    const theirs = (index: number) => layout.highestEquivalentValue(layout.valueFromIndex(index)) / 1000
    const cells = Array.from({ length: layout.countsArrayIndex(2 ** 50) + 1 }, (_, index) => index)
    expect(cells.filter((index) => highestOfCell(index) !== theirs(index))).toEqual([])
  })

  it('gives the percentiles of the HDR library, but never beyond the exact minimum and maximum', () => {
    fc.assert(
      fc.property(
        fc.array(microseconds, { minLength: 1, maxLength: 300 }),
        fc.double({ min: 0.1, max: 100, noNaN: true }),
        (values, percent) => {
          const oracle = new Int32Histogram(1, 3_600_000_000, 3)
          for (const value of values) oracle.recordValue(value)
          const theirs = oracle.getValueAtPercentile(percent) / 1000
          const bounded = Math.min(Math.max(...values) / 1000, Math.max(Math.min(...values) / 1000, theirs))
          expect(summarize(distributionOf(values)).percentile(percent)).toBe(bounded)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('is empty after it was closed', () => {
    const histogram = new Histogram()
    histogram.record(5)
    expect(histogram.close()?.count).toBe(1)
    expect(histogram.close()).toBeUndefined()
    histogram.record(7)
    expect(histogram.close()).toMatchObject({ count: 1, sum: 7000, min: 7000, max: 7000 })
  })

  it('counts a time beyond an hour as an hour, and keeps its exact maximum', () => {
    const summary = summarize(distributionOf([7_200_000_000, 1000]))
    expect(summary.max).toBe(7_200_000)
    expect(summary.p99).toBeGreaterThanOrEqual(3_600_000)
  })
})

describe('merging', () => {
  it('gives exactly what one histogram of all values gives, in whatever parts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: 1, max: 10_000_000 }), { maxLength: 50 }), { minLength: 1, maxLength: 8 }),
        (parts) => {
          const merged = mergeDistributions(parts.map(distributionOf).filter((part) => part !== undefined))
          expect(merged).toEqual(distributionOf(parts.flat()))
        },
      ),
    )
  })

  it('is not disturbed by damaged cells that came before', () => {
    const whole = distributionOf([1000, 2000]) as Distribution
    const damaged = { ...whole, cells: `${whole.cells.slice(0, -4)}gICA` }
    expect(() => mergeDistributions([whole, damaged])).toThrow('Expected whole histogram cells, got cut or foreign ones')
    expect(mergeDistributions([whole, whole])).toEqual(distributionOf([1000, 1000, 2000, 2000]))
  })

  it('holds more than 2^32 values in one cell', () => {
    const one = distributionOf([1000])
    const large = { ...(one as Distribution), count: 2 ** 31, cells: cellsOf(1000, 2 ** 31) }
    const merged = mergeDistributions([large, large, large])
    expect(merged?.count).toBe(3 * 2 ** 31)
    expect(merged?.cells).toBe(cellsOf(1000, 3 * 2 ** 31))
  })
})

function cellsOf(value: number, count: number): string {
  const bytes: number[] = []
  for (let rest of [value * 2 + 1, count]) {
    while (rest >= 128) {
      bytes.push((rest % 128) | 128)
      rest = Math.floor(rest / 128)
    }
    bytes.push(rest)
  }
  return Buffer.from(bytes).toString('base64')
}
