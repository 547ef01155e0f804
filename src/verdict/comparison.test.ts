import { describe, expect, it } from 'vitest'
import { judgeLowerLatency } from './comparison.ts'
import { fakeMeasurement, repeat } from './measurement.fixture.ts'

const before = fakeMeasurement({ name: 'before', latency: repeat(100, 200) })

describe('a lower latency than another', () => {
  it.each([
    [
      89,
      0.1,
      'pass',
      'after: p95 was 89 ms, expected below 90 ms, 10 % less than the 100 ms of before (200 requests, none failed)',
    ],
    [
      90,
      0.1,
      'fail',
      'after: p95 was 90 ms, expected below 90 ms, 10 % less than the 100 ms of before (200 requests, none failed)',
    ],
    [99, 0, 'pass', 'after: p95 was 99 ms, expected below the 100 ms of before (200 requests, none failed)'],
    [100, 0, 'fail', 'after: p95 was 100 ms, expected below the 100 ms of before (200 requests, none failed)'],
    [99.99, 0, 'pass', 'after: p95 was 99.99 ms, expected below the 100 ms of before (200 requests, none failed)'],
  ])('with %d ms and a lead of %d', (latency, by, state, message) => {
    const after = fakeMeasurement({ name: 'after', latency: repeat(latency, 200) })
    expect(judgeLowerLatency(after, before, { by, percentile: 95 })).toMatchObject({ state, message })
  })

  it('warns where either rests on few requests', () => {
    const few = fakeMeasurement({ name: 'few', latency: [10] })
    expect(judgeLowerLatency(before, few, { by: 0, percentile: 95 }).warning).toBe(
      'of few: p95 of only 1 request; 200 or more make it reliable',
    )
    expect(judgeLowerLatency(few, few, { by: 0, percentile: 95 }).warning).toBe(
      'of few: p95 of only 1 request; 200 or more make it reliable; p95 of only 1 request; 200 or more make it reliable',
    )
  })

  it('of nothing, or than nothing, is inconclusive', () => {
    const nothing = fakeMeasurement({ name: 'nothing' })
    const message =
      'nothing: there is no p95 to judge, because no request was measured; let the load run longer, or check what the scenario sends'
    expect(judgeLowerLatency(nothing, before, { by: 0, percentile: 95 })).toMatchObject({ state: 'inconclusive', message })
    expect(judgeLowerLatency(before, nothing, { by: 0, percentile: 95 })).toMatchObject({ state: 'inconclusive', message })
  })

  it('than that of an aborted run proves nothing', () => {
    const aborted = fakeMeasurement({
      name: 'aborted',
      latency: repeat(200, 200),
      outcome: { state: 'aborted', reason: 'error rate above 20 %', at: 12_345 },
    })
    expect(judgeLowerLatency(before, aborted, { by: 0, percentile: 95 })).toMatchObject({
      state: 'inconclusive',
      message:
        'before: p95 was 100 ms, expected below the 200 ms of aborted (200 requests, none failed); inconclusive, ' +
        'because the run was aborted after 12.3 s (error rate above 20 %): let it complete',
    })
  })
})
