import { describe, expect, it } from 'vitest'
import type { Progress } from '../metrics/progress.ts'
import { Histogram } from '../stats/histogram.ts'
import { LiveLoad } from './live-load.ts'
import { progress } from './progress.fixture.ts'

function latencyOf(...times: number[]) {
  const histogram = new Histogram()
  for (const time of times) histogram.record(time)
  return histogram.close()
}

function second(number: number, given: Partial<Progress> = {}): Progress {
  const start = (number - 1) * 1000
  return progress({
    elapsed: number * 1000,
    requests: number * 3,
    failed: number,
    latest: {
      start,
      end: start + 1000,
      vus: 4,
      succeeded: 2,
      failed: 1,
      latency: latencyOf(10, 20, 30_000 + number),
      errors: { timeout: 1 },
    },
    ...given,
  })
}

describe('a load that is on', () => {
  it('begins with what is known of it', () => {
    const { result } = new LiveLoad(second(2), new Date('2026-01-01T00:00:02.000Z'))
    expect(result).toMatchObject({
      name: 'a load',
      startedAt: '2026-01-01T00:00:00.000Z',
      planned: 12_000,
      model: 'open',
      spans: [{ name: 'peak', start: 0, end: 12_000 }],
      outcome: { state: 'running' },
    })
  })

  it('grows by a point a second, and adds up', () => {
    const load = new LiveLoad(second(1))
    load.add(second(1))
    const { points, total, duration } = load.add(second(2))
    expect(points).toEqual([
      {
        at: 1000,
        duration: 1000,
        vus: 4,
        target: 100,
        throughput: 2,
        failed: 1,
        p50: expect.closeTo(20, 0),
        p95: expect.closeTo(30_002, 0),
        p99: expect.closeTo(30_002, 0),
        errors: { timeout: 1 },
      },
    ])
    expect(duration).toBe(2000)
    expect(total).toMatchObject({ requests: 6, failed: 2, rate: 2, count: 6, timeouts: 2, max: 30_002 })
  })

  it('shows an interval once, and none in the warm-up', () => {
    const load = new LiveLoad(progress({ elapsed: -500, latest: undefined }))
    expect(load.add(progress({ elapsed: -500, latest: undefined, requests: 0, failed: 0 }))).toEqual({
      points: [],
      duration: 0,
      total: { requests: 0, failed: 0, interrupted: 0, count: 0, timeouts: 0 },
    })
    expect(load.add(second(1)).points).toHaveLength(1)
    expect(load.add(second(1)).points).toHaveLength(0)
  })

  it('is told from the next load of the same test', () => {
    const load = new LiveLoad(second(1))
    load.add(second(1))
    expect(load.isOf(second(2))).toBe(true)
    expect(load.isOf(progress({ elapsed: -100 }))).toBe(false)
    expect(load.isOf(second(2, { run: { ...second(2).run, name: 'a load (2)' } }))).toBe(false)
  })
})
