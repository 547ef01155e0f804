import { describe, expect, it } from 'vitest'
import type { ErrorCategory } from '../metrics/error-category.ts'
import type { Measurement, TimelinePoint } from '../metrics/result.ts'
import { judge } from './judge.ts'
import { fakeMeasurement } from './measurement.fixture.ts'
import { uptime } from './uptime.ts'

/** Ten seconds, with failures of a category in some. */
function tenSeconds(
  failures: Readonly<Record<number, readonly [succeeded: number, failed: number]>>,
  category: ErrorCategory = 'http-5xx',
): Measurement {
  const timeline = Array.from({ length: 11 }, (_, second): TimelinePoint => {
    const [succeeded, failed] = failures[second] ?? [10, 0]
    return {
      at: second * 1000,
      duration: 1000,
      stage: '',
      vus: 1,
      requests: { total: succeeded + failed, succeeded, failed, interrupted: 0 },
      throughput: succeeded,
      p50: 1,
      p95: 1,
      p99: 1,
      errors: failed === 0 ? {} : { [category]: failed },
    }
  })
  const failed = timeline.reduce((sum, { requests }) => sum + requests.failed, 0)
  return fakeMeasurement({ succeeded: 100, errors: failed === 0 ? {} : { [category]: failed }, timeline })
}

function told(measurement: Measurement, value: number): string {
  const { state, message } = judge(uptime(measurement), { kind: 'above', value })
  return `${state}: ${message}`
}

describe('an uptime', () => {
  it.each([
    [{}, 'pass: GET /orders: uptime was 100 %, expected above 85 % (100 requests, none failed, never down)'],
    [
      { 4: [0, 10], 5: [0, 10] },
      'fail: GET /orders: uptime was 80 %, expected above 85 % (120 requests, 20 failed, 1 outage, 2 s from 00:04)',
    ],
    [
      { 4: [0, 10], 7: [0, 5], 8: [0, 0] },
      'fail: GET /orders: uptime was 70 %, expected above 85 % (115 requests, 15 failed, 2 outages, the longest 2 s from 00:07)',
    ],
    [
      { 4: [5, 5] },
      'pass: GET /orders: uptime was 95 %, expected above 85 % (105 requests, 5 failed, down for 500 ms in parts of seconds)',
    ],
    [{ 10: [0, 10] }, 'pass: GET /orders: uptime was 100 %, expected above 85 % (110 requests, 10 failed, never down)'],
  ] as const)('of %j is that of its own time', (failures, verdict) => {
    expect(told(tenSeconds(failures), 0.85)).toBe(verdict)
  })

  it('is open where the generator itself failed', () => {
    expect(told(tenSeconds({ 4: [0, 10], 5: [0, 10] }, 'generator'), 0.85)).toMatch(/^inconclusive: .*own resources/)
  })

  it('without requests is inconclusive', () => {
    expect(told(fakeMeasurement(), 0.5)).toMatch(/^inconclusive: /)
  })
})
