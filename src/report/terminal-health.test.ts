import { describe, expect, it } from 'vitest'
import { type GeneratorHealth, summarizeHealth } from '../metrics/generator-health.ts'
import { Histogram } from '../stats/histogram.ts'
import { summarize } from '../stats/summary.ts'
import { plain } from './paint.ts'
import { formatHealth } from './terminal-health.ts'

function delays(...milliseconds: number[]): GeneratorHealth['loopDelay'] {
  const histogram = new Histogram()
  for (const one of milliseconds) histogram.record(one)
  return summarize(histogram.close())
}

const unwatched = summarizeHealth(undefined, undefined, 0)

describe('the generator’s line', () => {
  it('tells how much of it was used and how late it was', () => {
    const health = {
      ...unwatched,
      busy: 0.343,
      loopDelay: delays(0, 1.2),
      scheduleLag: delays(0.05),
      gc: { count: 3, total: 9, longest: 4 },
    }
    expect(formatHealth(health, plain)).toEqual([
      'generator   34.3 % busy, event loop p99 1.2 ms late, starts p99 50 µs late, longest pause 4 ms',
    ])
  })

  it('leaves out what there was none of', () => {
    expect(formatHealth({ ...unwatched, busy: 0 }, plain)).toEqual(['generator   0 % busy'])
  })

  it('is missing where nobody watched', () => {
    expect(formatHealth(unwatched, plain)).toEqual([])
  })
})
