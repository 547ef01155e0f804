import { describe, expect, it } from 'vitest'
import type { ErrorGroup } from './counts.ts'
import type { Interval } from './interval.ts'
import { LoggingRecorder } from './logging-recorder.fixture.ts'
import { mergeErrors, mergeIntervals } from './merge.ts'
import { sample } from './samples.fixture.ts'

/** An interval with so many users, and nothing else. */
function interval(start: number, vus: number): Interval {
  return { start, end: start + 1000, vus, requests: [], iterations: [], health: undefined }
}

/** Errors of one kind with an example at each moment. */
function errors(message: string, count: number, moments: readonly number[] = []): ErrorGroup {
  const examples = moments.map((at) => ({ at, detail: `at ${at}` }))
  return { category: 'http-5xx', message, endpoint: 'GET /health', count, examples }
}

describe('users', () => {
  it.each([
    ['add up over threads', [interval(0, 3), interval(0, 4)], 7],
    ['count where they are most, over time', [interval(0, 3), interval(1000, 9), interval(2000, 4)], 9],
    ['do both', [interval(0, 3), interval(0, 4), interval(1000, 5), interval(1000, 1)], 7],
  ] as const)('%s', (_, intervals, vus) => {
    expect(mergeIntervals(intervals as unknown as [Interval]).vus).toBe(vus)
  })
})

describe('the bounds of a sum', () => {
  it('hold all of it, in whatever order the parts come', () => {
    expect(mergeIntervals([interval(2000, 1), interval(0, 1), interval(1000, 1)])).toMatchObject({ start: 0, end: 3000 })
  })
})

describe('successes in each second', () => {
  it('are kept in a sum, and in a sum of sums', () => {
    const recorder = new LoggingRecorder({ stages: [{ name: '', start: 0, end: 10_000 }] })
    for (const end of [0, 1, 1000, 3000, 3001, 3002]) recorder.scope('s', 0).request(sample({ end }))
    const [first, second, third, fourth] = recorder.finish(4000) as [Interval, Interval, Interval, Interval]
    const halves: [Interval, Interval] = [mergeIntervals([first, second]), mergeIntervals([third, fourth])]
    expect(halves.map((half) => half.requests[0]?.perSecond)).toEqual([
      [2, 1],
      [0, 3],
    ])
    expect(mergeIntervals(halves).requests[0]).toMatchObject({ succeeded: 6, perSecond: [2, 1, 0, 3] })
  })
})

describe('errors', () => {
  it('of one kind are one group, with its five earliest examples', () => {
    const [group, ...others] = mergeErrors([
      errors('status 500', 10, [500, 600, 700, 800, 900]),
      errors('status 500', 7, [100, 300, 650, 1000, 1100]),
    ])
    expect(others).toEqual([])
    expect(group?.count).toBe(17)
    expect(group?.examples.map((example) => example.at)).toEqual([100, 300, 500, 600, 650])
  })

  it('of different kinds are told apart, the most frequent first', () => {
    const other = { ...errors('status 500', 5), endpoint: 'GET /orders' }
    const groups = [errors('status 502', 1), errors('status 500', 3), other, errors('status 502', 3)]
    expect(mergeErrors(groups).map(({ message, endpoint, count }) => [message, endpoint, count])).toEqual([
      ['status 500', 'GET /orders', 5],
      ['status 502', 'GET /health', 4],
      ['status 500', 'GET /health', 3],
    ])
  })
})
