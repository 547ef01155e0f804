import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Block, BlockTable } from './block-table.ts'
import { Histogram, mergeDistributions } from './histogram.ts'
import { summarize } from './summary.ts'

function block(latencies: readonly number[], failed = 0, duration = 1000): Block {
  const histogram = new Histogram()
  for (const latency of latencies) histogram.record(latency)
  const closed = histogram.close()
  return { duration, succeeded: latencies.length, failed, latency: closed === undefined ? [] : [closed] }
}

const blocks = fc.array(fc.array(fc.double({ min: 0.001, max: 5000, noNaN: true }), { maxLength: 30 }), {
  minLength: 1,
  maxLength: 12,
})

describe('ranges of blocks', () => {
  it('have the percentiles and the mean of the histograms that they are made of, merged', () => {
    const property = fc.property(blocks, fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 6 }), (all, picks) => {
      const made = all.map((latencies) => block(latencies))
      const table = new BlockTable(made)
      const ranges = picks.map(([from, size]) => {
        const start = from % made.length
        return [start, start + 1 + (size % (made.length - start))] as const
      })
      const latency = ranges.flatMap(([from, to]) => made.slice(from, to)).flatMap((one) => one.latency)
      const truth = summarize(mergeDistributions(latency))
      const flat = Int32Array.from(ranges.flat())
      if (truth.count === 0) {
        expect(table.quantile(0.5, flat)).toBeNaN()
        return
      }
      for (const percent of [50, 90, 95, 99]) {
        const exact = truth.percentile(percent) as number
        // A cell stands for its highest time, which may be above the maximum.
        expect(table.quantile(percent / 100, flat)).toBeGreaterThanOrEqual(exact)
        expect(table.quantile(percent / 100, flat)).toBeLessThanOrEqual(exact * 1.002 + 0.001)
      }
      expect(table.mean(flat)).toBeCloseTo(truth.mean as number, 6)
    })
    fc.assert(property, { seed: 1, numRuns: 200 })
  })

  it('have rates of their own', () => {
    const table = new BlockTable([block([1, 2, 3], 1), block([], 2), block([4], 0, 500)])
    expect(table.errorRate(Int32Array.of(0, 2))).toBe(0.5)
    expect(table.throughput(Int32Array.of(0, 1, 2, 3))).toBeCloseTo(4 / 1.5)
    expect(table.errorRate(Int32Array.of(0, 1, 0, 1, 2, 3))).toBe(2 / 9)
  })

  it('of which there are too many cells have the percentiles of coarser ones', () => {
    const latencies = Array.from({ length: 20_000 }, (_, index) => 1 + index * 0.2)
    const table = new BlockTable([block(latencies)])
    expect(table.quantile(0.5, Int32Array.of(0, 1))).toBeCloseTo(2001, -2)
  })
})
