import { describe, expect, it } from 'vitest'
import { createResult } from '../metrics/load-result.ts'
import { LoggingRecorder } from '../metrics/logging-recorder.fixture.ts'
import type { LoadResult } from '../metrics/result.ts'
import { facts, sample } from '../metrics/samples.fixture.ts'
import { judgeDegradation, type LastingMetric } from './degradation.ts'
import { fakeMeasurement } from './measurement.fixture.ts'

/** A minute at 100 requests a second; one that took longer than the end ends late. */
function minute(latencyAt: (moment: number) => number, given: { outcome?: LoadResult['outcome'] } = {}): LoadResult {
  const stages = [
    { name: 'calm', start: 0, end: 30_000 },
    { name: 'peak', start: 30_000, end: 60_000 },
  ]
  const recorder = new LoggingRecorder({ stages })
  for (let moment = 0; moment < 60_000; moment += 10) {
    const latency = latencyAt(moment)
    recorder.scope('shop', moment).request(sample({ latency, end: moment + latency }))
  }
  return createResult(facts({ name: 'a shop', duration: 60_000, stages, ...given }), recorder.finish(61_000))
}

function told(result: LoadResult, share: number, metric: LastingMetric = 'p50', bucket?: number): string {
  const { state, message } = judgeDegradation(result, { share, metric, bucket })
  return `${state}: ${message}`
}

const slower = minute((moment) => (moment < 40_000 ? 40 : 60))

describe('a metric that gets worse', () => {
  it.each<[number, LastingMetric, number | undefined, string]>([
    [
      0.4,
      'p50',
      undefined,
      'fail: a shop, 50 s to 60 s: p50 was 60 ms, expected at most 56 ms, 40 % above the 40 ms of a shop, 0 ms to 10 s (1,000 requests, none failed)',
    ],
    [
      0.6,
      'p50',
      undefined,
      'pass: a shop, 50 s to 60 s: p50 was 60 ms, expected at most 64 ms, 60 % above the 40 ms of a shop, 0 ms to 10 s (1,000 requests, none failed)',
    ],
    [
      0,
      'mean',
      20_000,
      'fail: a shop, 40 s to 60 s: mean latency was 60 ms, expected no worse than the 40 ms of a shop, 0 ms to 20 s (2,000 requests, none failed)',
    ],
  ])('by more than %d (%s, bucket %s) is judged by the first and the last bucket', (share, metric, bucket, verdict) => {
    expect(told(slower, share, metric, bucket)).toMatch(
      new RegExp(`^${escaped(verdict).replace('1,000', '[\\d,]+').replace('2,000', '[\\d,]+')}$`),
    )
  })

  it('may get better by any share', () => {
    expect(
      told(
        minute((moment) => (moment < 30_000 ? 100 : 10)),
        0,
      ),
    ).toMatch(/^pass: /)
  })

  it('is worse where it is lower, if it is the throughput', () => {
    const stages = [{ name: '', start: 0, end: 60_000 }]
    const recorder = new LoggingRecorder({ stages })
    for (let moment = 0; moment < 60_000; moment += moment < 30_000 ? 10 : 20) {
      recorder.scope('shop', moment).request(sample({ end: moment }))
    }
    const halved = createResult(facts({ name: 'a shop', duration: 60_000, stages }), recorder.finish(60_000))
    expect(told(halved, 0.6, 'throughput')).toMatch(/^pass: /)
    expect(told(halved, 0.4, 'throughput')).toContain(
      'throughput was 50/s, expected at least 60/s, 40 % below the 100/s of a shop',
    )
  })

  it('is judged in slices', () => {
    const peak = slower.stage('peak')
    const { state, message } = judgeDegradation(peak, { share: 0.1, metric: 'p50', bucket: 5000 })
    expect(state).toBe('fail')
    expect(message).toContain('all requests in peak, 55 s to 60 s: p50 was 60 ms')
    expect(judgeDegradation(slower.stage('calm'), { share: 0.1, metric: 'p50', bucket: 5000 }).state).toBe('pass')
  })
})

describe('it is inconclusive', () => {
  it('where two buckets do not fit', () => {
    expect(told(slower, 0.1, 'p95', 31_000)).toBe(
      "inconclusive: a shop: there is no change of the p95 to judge, because two buckets of 31 s don't fit into 1 min; give it a shorter `bucket`".replace(
        '1 min;',
        '60 s;',
      ),
    )
  })

  it('without requests', () => {
    expect(judgeDegradation(fakeMeasurement(), { share: 0.1, metric: 'p50', bucket: undefined }).state).toBe('inconclusive')
  })

  it('where a run that was aborted would pass', () => {
    const aborted = minute(() => 40, { outcome: { state: 'aborted', reason: 'cancelled', at: 60_000 } })
    expect(told(aborted, 0.1)).toContain('inconclusive, because the run was aborted')
  })
})

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
