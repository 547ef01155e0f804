import { describe, expect, it } from 'vitest'
import { createResult } from './load-result.ts'
import { LoggingRecorder } from './logging-recorder.fixture.ts'
import type { LoadResult } from './result.ts'
import { facts, sample } from './samples.fixture.ts'

const stages = [
  { name: 'calm', start: 0, end: 1500 },
  { name: 'peak', start: 1500, end: 4500 },
  { name: 'calm', start: 4500, end: 6000 },
]

/** The result of successes that were due and ended at these moments. */
function measured(moments: readonly number[]): LoadResult {
  const recorder = new LoggingRecorder({ stages })
  for (const end of moments) recorder.scope('s', end).request(sample({ end }))
  return createResult(facts({ stages, duration: 6000 }), recorder.finish(6000))
}

/** One success every 100 ms from a moment on. */
const steady = (from: number, to: number): number[] => Array.from({ length: (to - from) / 100 }, (_, index) => from + index * 100)

describe('a stage between two moments', () => {
  it.each([
    ['peak', 1000, 3000, 1500],
    ['peak', 2000, 3000, 1000],
    ['peak', 0, 6000, 3000],
    ['calm', 1000, 5000, 1000],
    ['calm', 2000, 4000, 0],
  ])('has the time of both: %s from %d to %d ms', (stage, from, to, duration) => {
    const result = measured(steady(0, 6000))
    for (const slice of [result.stage(stage).between(from, to), result.between(from, to).stage(stage)]) {
      expect(slice.duration).toBe(duration)
      expect(slice.requests.total).toBe(duration / 100)
      expect(slice.throughput.mean).toBe(duration === 0 ? undefined : 10)
    }
  })

  it('narrows what was narrowed before', () => {
    const slice = measured(steady(0, 6000)).between(0, 3000).between(2000, 6000)
    expect(slice).toMatchObject({ duration: 1000, requests: { total: 10 } })
  })
})

describe('bounds', () => {
  it('that touch an interval only at its edge leave it out', () => {
    expect(measured(steady(0, 6000)).between(2000, 3000)).toMatchObject({ name: 'a run, 2 s to 3 s', requests: { total: 10 } })
  })

  it('widen to whole intervals', () => {
    const slice = measured(steady(0, 6000)).between(1600, 2100)
    expect(slice).toMatchObject({ name: 'a run, 1.5 s to 3 s', duration: 1500, requests: { total: 15 } })
  })
})

describe('the peak of the throughput', () => {
  it('is that of the best second', () => {
    expect(measured([100, 2000, 2100, 2200, 3000]).throughput.peak).toBe(3)
  })

  it('adds up the parts of a second that stages cut', () => {
    expect(measured([1100, 1200, 1600, 1700, 1800, 3000]).throughput.peak).toBe(5)
  })

  it('is that of whole seconds: one that is only partly in the stage says nothing', () => {
    const result = measured([1600, 1700, 1800, 1900, 2000, 2100, 3000, 4000, 4100, 4200])
    expect(result.stage('peak').throughput).toEqual({ mean: 10 / 3, peak: 10 / 3 })
    expect(measured([1600, 1700, 1800, 2000, 2100]).stage('peak').throughput.peak).toBe(2)
  })

  it('is no worse than the mean where there is no whole second', () => {
    const result = measured([1600, 1700, 1800, 1900])
    expect(result.stage('peak').between(1500, 2000).throughput).toEqual({ mean: 8, peak: 8 })
  })
})
