import { describe, expect, it } from 'vitest'
import { judge } from './judge.ts'
import { fakeMeasurement, repeat, series } from './measurement.fixture.ts'
import { ttfbPercentile } from './ttfb.ts'

describe('a limit on the time to first byte', () => {
  const answered = fakeMeasurement({ latency: repeat(500, 200), ttfb: series(200) })
  const silent = fakeMeasurement({
    latency: [...repeat(5, 960), ...repeat(30_000, 40)],
    ttfb: repeat(2, 960),
    errors: { timeout: 40 },
  })
  const late = fakeMeasurement({
    latency: [...repeat(5, 960), ...repeat(30_000, 40)],
    ttfb: repeat(2, 1000),
    errors: { timeout: 40 },
  })

  it.each([
    [
      'all answered',
      answered,
      95,
      191,
      'pass',
      'p95 of the time to first byte was 190 ms, expected below 191 ms (200 requests, none failed)',
    ],
    [
      'all answered',
      answered,
      95,
      190,
      'fail',
      'p95 of the time to first byte was 190 ms, expected below 190 ms (200 requests, none failed)',
    ],
    [
      'time-outs without a first byte',
      silent,
      99,
      200,
      'fail',
      'p99 of the time to first byte was beyond every time-out, expected below 200 ms ' +
        '(1,000 requests, 40 failed, 40 timed out without a first byte)',
    ],
    [
      'time-outs without a first byte that it doesn’t reach',
      silent,
      96,
      200,
      'pass',
      'p96 of the time to first byte was 2 ms, expected below 200 ms (1,000 requests, 40 failed, 40 timed out without a first byte)',
    ],
    [
      'time-outs after the first byte',
      late,
      99,
      200,
      'pass',
      'p99 of the time to first byte was 2 ms, expected below 200 ms (1,000 requests, 40 failed)',
    ],
  ])('with %s (%#)', (_, measurement, percent, limit, state, message) => {
    const verdict = judge(ttfbPercentile(measurement, percent), { kind: 'below', value: limit })
    expect(verdict).toMatchObject({ state, message: `GET /orders: ${message}` })
  })

  it('knows a silent time-out from another failure', () => {
    const measurement = fakeMeasurement({
      latency: [...repeat(5, 960), ...repeat(30_000, 40)],
      ttfb: repeat(2, 1000),
      errors: { timeout: 40, 'http-4xx': 40 },
    })
    expect(judge(ttfbPercentile(measurement, 99), { kind: 'below', value: 200 }).state).toBe('pass')
  })

  it('of time-outs alone, all silent, is missed', () => {
    const measurement = fakeMeasurement({ latency: repeat(30_000, 300), ttfb: [], errors: { timeout: 300 } })
    expect(judge(ttfbPercentile(measurement, 95), { kind: 'below', value: 200 }).state).toBe('fail')
  })

  it('leaves interrupted requests out', () => {
    const streaming = fakeMeasurement({ latency: repeat(10, 10), ttfb: repeat(5, 10), interruptedAge: repeat(60_000, 10) })
    expect(judge(ttfbPercentile(streaming, 95), { kind: 'below', value: 10 }).state).toBe('pass')
  })

  it('warns of few requests', () => {
    expect(ttfbPercentile(fakeMeasurement({ latency: [1] }), 95)).toHaveProperty(
      'warning',
      'p95 of the time to first byte of only 1 request; 200 or more make it reliable',
    )
  })

  it.each([
    [
      'no request',
      {},
      'there is no p95 of the time to first byte to judge, because no request was measured; let the load run longer, or check what the scenario sends',
    ],
    [
      'no response',
      { errors: { refused: 5 } },
      'there is no p95 of the time to first byte to judge, because none of 5 requests succeeded (5 × refused (it failed)); look at why they failed first',
    ],
    [
      'no success',
      { errors: { 'http-4xx': 500 } },
      'there is no p95 of the time to first byte to judge, because none of 500 requests succeeded (500 × http-4xx (it failed)); look at why they failed first',
    ],
    [
      'only time-outs in the middle of a response',
      { latency: repeat(30_000, 5), ttfb: repeat(2, 5), errors: { timeout: 5 } },
      'there is no p95 of the time to first byte to judge, because none of 5 requests succeeded ' +
        '(5 × timeout (no response within 30 s)); look at why they failed first',
    ],
  ])('with %s is inconclusive', (_, given, rest) => {
    const verdict = judge(ttfbPercentile(fakeMeasurement(given), 95), { kind: 'below', value: 10 })
    expect(verdict).toMatchObject({ state: 'inconclusive', message: `GET /orders: ${rest}` })
  })
})
