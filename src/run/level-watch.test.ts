import { describe, expect, it } from 'vitest'
import { LoggingRecorder } from '../metrics/logging-recorder.fixture.ts'
import { sample } from '../metrics/samples.fixture.ts'
import type { CapacityObjective } from './capacity-options.ts'
import { LevelWatch } from './level-watch.ts'

const objective: CapacityObjective = {
  limits: { p95: 100, errorRate: 0.1 },
  errorRate: 0.1,
  percentiles: [{ metric: 'p95', share: 0.05, limit: 100 }],
  latency: 100,
}

interface Second {
  readonly started: number
  /** Latencies of those that ended well. */
  readonly ended?: readonly number[]
  readonly failed?: number
}

/** A watch of a level of 5 s that has seen these seconds. */
function watched(seconds: readonly Second[], rate: number | undefined): LevelWatch {
  const recorder = new LoggingRecorder({ stages: [{ name: '', start: 0, end: 5000 }] })
  const scope = recorder.scope('s', 0)
  for (const [index, { started, ended = [], failed = 0 }] of seconds.entries()) {
    const end = index * 1000 + 500
    for (let count = 0; count < started; count += 1) scope.iterationStarted(end)
    for (const latency of ended) scope.request(sample({ end, latency }))
    for (let count = 0; count < failed; count += 1) {
      scope.request(sample({ end, outcome: 'failed', failure: { category: 'http-5xx', message: '503', detail: '' } }))
    }
    for (let count = 0; count < ended.length + failed; count += 1) {
      scope.iterationEnded({ outcome: 'completed', end, duration: 1 })
    }
  }
  const watch = new LevelWatch({ objective, duration: 5000, rate })
  for (const interval of recorder.finish(seconds.length * 1000)) watch.add(interval)
  return watch
}

const times = (count: number, latency: number) => Array.from({ length: count }, () => latency)

describe('the watch of a level', () => {
  it('lets a level go on that may still be met', () => {
    const watch = watched([{ started: 100, ended: [...times(80, 20), ...times(20, 300)] }], 100)
    // 20 of 500 are 4 %.
    expect(watch.reason(1000)).toBeUndefined()
    expect(watch.stop).toBeUndefined()
  })

  it('stops it when more were slow than may be of all that are to come', () => {
    const watch = watched([{ started: 100, ended: [...times(60, 20), ...times(40, 300)] }], 100)
    const reason = 'p95 could no longer be within 100 ms: 40 requests were slower in 1 s'
    expect(watch.reason(1000)).toBe(reason)
    expect(watch.stop).toEqual({ limitedBy: 'p95', reason })
  })

  it('counts what is in flight for longer than a limit, though none of it has ended', () => {
    // In the last 100 ms 10 arrived: the other 90 are older.
    expect(watched([{ started: 100 }], 100).reason(1000)).toBe(
      'p95 could no longer be within 100 ms: 89 requests were slower in 1 s',
    )
  })

  it('stops it for errors', () => {
    expect(watched([{ started: 100, ended: times(40, 20), failed: 60 }], 100).reason(1000)).toBe(
      '60 requests failed in 1 s, more than 10 % of all that were to come',
    )
  })

  it('leaves users the chance to become faster', () => {
    expect(watched([{ started: 100, ended: [...times(60, 20), ...times(40, 300)] }], undefined).reason(1000)).toBeUndefined()
    expect(watched([{ started: 100, ended: times(100, 300) }], undefined).reason(1000)).toMatch(/^p95 could no longer/)
    expect(watched([{ started: 100 }], undefined).reason(1000)).toBeUndefined()
  })

  it('tells of each second how long requests took, and how many are under way', () => {
    const watch = watched(
      [
        { started: 10, ended: times(8, 20) },
        { started: 10, ended: times(9, 40) },
      ],
      10,
    )
    expect(watch.seconds).toEqual([
      { end: 1000, meanLatency: 20, inFlight: 2 },
      { end: 2000, meanLatency: 40, inFlight: 3 },
    ])
  })
})
