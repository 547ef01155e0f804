import { expect, it } from 'vitest'
import { runOf } from '../result.fixture.ts'
import { defaultThresholds } from '../thresholds.ts'
import { highLatency } from './high-latency.ts'

it.each([
  [199, undefined, undefined],
  [200, 'warning', 'p95 is 200 ms, which is poor'],
  [500, 'problem', 'p95 is 500 ms, which is critical'],
])('of %i ms is a %s', (latency, severity, message) => {
  const finding = highLatency(runOf({ requestAt: () => ({ latency }) }), defaultThresholds)
  expect([finding?.severity, finding?.message]).toEqual([severity, message])
})

it('names the slowest endpoint', () => {
  const result = runOf({ requestAt: (_, index) => (index % 2 === 0 ? { endpoint: 'GET /report', latency: 900 } : {}) })
  expect(highLatency(result, defaultThresholds)).toMatchObject({
    message: 'p95 is 900 ms, which is critical, slowest at GET /report',
    endpoint: 'GET /report',
    metric: 'p95',
  })
})
