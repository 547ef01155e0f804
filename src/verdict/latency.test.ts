import { describe, expect, it } from 'vitest'
import type { Figure } from './figure.ts'
import { judge } from './judge.ts'
import { latencyPercentile, maxLatency, meanLatency } from './latency.ts'
import { fakeMeasurement, repeat, series } from './measurement.fixture.ts'

function below(figure: Figure, value: number): string {
  const { state, message } = judge(figure, { kind: 'below', value })
  return `${state}: ${message}`
}

describe('a limit on the mean', () => {
  it('passes with a warning where a few of many requests timed out', () => {
    const measurement = fakeMeasurement({ latency: [...repeat(10, 999), 30_000], errors: { timeout: 1 } })
    expect(judge(meanLatency(measurement), { kind: 'below', value: 100 })).toMatchObject({
      state: 'pass',
      warning: 'the mean takes 1 time-out as long as it was waited for',
    })
  })

  it('is inconclusive where more than 1 % of them did', () => {
    const measurement = fakeMeasurement({ latency: [...repeat(10, 989), ...repeat(200, 11)], errors: { timeout: 11 } })
    expect(judge(meanLatency(measurement), { kind: 'below', value: 100 }).state).toBe('inconclusive')
  })
})

describe('a limit on a percentile', () => {
  const orders = fakeMeasurement({
    name: 'GET /orders/:id in peak',
    latency: [...repeat(90, 11_430), ...repeat(250.111, 607)],
    errors: { 'http-5xx': 3 },
  })

  it.each([
    [250.2, 'pass: GET /orders/:id in peak: p95 was 250.1 ms, expected below 250.2 ms (12,040 requests, 3 failed)'],
    [200, 'fail: GET /orders/:id in peak: p95 was 250.1 ms, expected below 200 ms (12,040 requests, 3 failed)'],
    [250.111, 'fail: GET /orders/:id in peak: p95 was 250.1 ms, expected below 250.1 ms (12,040 requests, 3 failed)'],
    [250.112, 'pass: GET /orders/:id in peak: p95 was 250.111 ms, expected below 250.112 ms (12,040 requests, 3 failed)'],
  ])('of %d ms is strict, and tells what was measured', (limit, verdict) => {
    expect(below(latencyPercentile(orders, 95), limit)).toBe(verdict)
  })

  it.each([
    [95, 95.01, 'pass'],
    [95, 95, 'fail'],
    [95.1, 96, 'fail'],
    [95.1, 96.01, 'pass'],
    [1, 1.01, 'pass'],
    [100, 100, 'fail'],
    [100, 100.1, 'pass'],
  ])('takes p%d of 1 … 100 ms by the nearest rank: below %d ms is a %s', (percent, limit, state) => {
    const { state: found } = judge(latencyPercentile(fakeMeasurement({ latency: series(100) }), percent), {
      kind: 'below',
      value: limit,
    })
    expect(found).toBe(state)
  })

  it('has the figure and the limit as texts for a diff', () => {
    expect(judge(latencyPercentile(orders, 95), { kind: 'below', value: 200 })).toMatchObject({
      expected: 'below 200 ms',
      received: '250.1 ms',
      negated: { state: 'pass', expected: 'not below 200 ms', received: '250.1 ms' },
    })
  })
})

describe('interrupted requests', () => {
  it.each([
    // 1 … 99 ms and one that was cut: p99 is the 99th of 100.
    [
      'one too few to reach the percentile',
      1,
      'pass: GET /orders: p99 was 99 ms, expected below 100 ms (100 requests, none failed)',
    ],
    [
      'enough to reach it',
      2,
      'fail: GET /orders: p99 was at least 5 s, expected below 100 ms (101 requests, none failed, 2 interrupted)',
    ],
  ])('that are old count as slow: %s', (_, interrupted, verdict) => {
    const measurement = fakeMeasurement({ latency: series(99), interruptedAge: repeat(5000, interrupted) })
    expect(below(latencyPercentile(measurement, 99), 100)).toBe(verdict)
  })

  it('move the percentile up without being it', () => {
    const measurement = fakeMeasurement({ latency: series(95), interruptedAge: repeat(1000, 5) })
    expect(below(latencyPercentile(measurement, 95), 96)).toBe(
      'pass: GET /orders: p95 was at least 95 ms, expected below 96 ms (100 requests, none failed, 5 interrupted)',
    )
    expect(below(latencyPercentile(measurement, 95), 95)).toBe(
      'fail: GET /orders: p95 was at least 95 ms, expected below 95 ms (100 requests, none failed, 5 interrupted)',
    )
  })

  it('as old as the limit fail it', () => {
    const measurement = fakeMeasurement({ latency: repeat(10, 90), interruptedAge: repeat(50, 10) })
    expect(below(latencyPercentile(measurement, 95), 50)).toBe(
      'fail: GET /orders: p95 was at least 50 ms, expected below 50 ms (100 requests, none failed, 10 interrupted)',
    )
  })

  it('that were cut young don’t make the others look fast', () => {
    const measurement = fakeMeasurement({ latency: repeat(100, 10), interruptedAge: repeat(1, 90) })
    expect(below(latencyPercentile(measurement, 50), 50)).toBe(
      'fail: GET /orders: p50 was 100 ms, expected below 50 ms (100 requests, none failed)',
    )
    expect(below(meanLatency(measurement), 50)).toBe(
      'fail: GET /orders: mean latency was 100 ms, expected below 50 ms (100 requests, none failed)',
    )
  })

  it('are not told of where there are none', () => {
    for (let count = 1; count <= 100; count += 1) {
      const figure = meanLatency(fakeMeasurement({ latency: series(count, 0.1) }))
      expect(figure).not.toHaveProperty('lowerBound')
    }
  })

  it('count in the mean and the maximum', () => {
    const measurement = fakeMeasurement({ latency: repeat(10, 9), interruptedAge: [110] })
    expect(below(meanLatency(measurement), 20)).toBe(
      'fail: GET /orders: mean latency was at least 20 ms, expected below 20 ms (10 requests, none failed, 1 interrupted)',
    )
    expect(below(meanLatency(measurement), 20.5)).toBe(
      'pass: GET /orders: mean latency was at least 20 ms, expected below 20.5 ms (10 requests, none failed, 1 interrupted)',
    )
    expect(below(maxLatency(measurement), 110)).toBe(
      'fail: GET /orders: maximum latency was at least 110 ms, expected below 110 ms (10 requests, none failed, 1 interrupted)',
    )
  })
})

describe('time-outs', () => {
  const measurement = fakeMeasurement({ latency: [...repeat(10, 960), ...repeat(30_000, 40)], errors: { timeout: 40 } })

  it('are lower bounds where they decide', () => {
    expect(below(latencyPercentile(measurement, 99), 200)).toBe(
      'fail: GET /orders: p99 was at least 30 s, expected below 200 ms (1,000 requests, 40 failed, 40 timed out)',
    )
    expect(below(maxLatency(measurement), 200)).toBe(
      'fail: GET /orders: maximum latency was at least 30 s, expected below 200 ms (1,000 requests, 40 failed, 40 timed out)',
    )
    expect(below(meanLatency(measurement), 200)).toBe(
      'fail: GET /orders: mean latency was at least 1.21 s, expected below 200 ms (1,000 requests, 40 failed, 40 timed out)',
    )
  })

  it.each([
    [96, 'GET /orders: p96 was 10 ms, expected below 200 ms (1,000 requests, 40 failed)'],
    [96.1, 'GET /orders: p96.1 was at least 30 s, expected below 200 ms (1,000 requests, 40 failed, 40 timed out)'],
  ])('decide no percentile that they don’t reach (p%d)', (percent, message) => {
    expect(judge(latencyPercentile(measurement, percent), { kind: 'below', value: 200 }).message).toBe(message)
  })
})

describe('a limit above the time-outs that decide a figure', () => {
  const swallowed = fakeMeasurement({ latency: repeat(200, 300), errors: { timeout: 300 } })
  const doubt =
    'inconclusive, because nobody knows how long the requests that timed out would have taken: raise `timeout` above the limit'
  const notes = '(300 requests, 300 failed, 300 timed out)'

  it.each([
    ['p95', latencyPercentile(swallowed, 95)],
    ['mean latency', meanLatency(swallowed)],
    ['maximum latency', maxLatency(swallowed)],
  ])('is inconclusive, under .not too: %s', (name, figure) => {
    const ruling = {
      state: 'inconclusive',
      message: `GET /orders: ${name} was at least 200 ms, expected below 500 ms ${notes}; ${doubt}`,
    }
    expect(judge(figure, { kind: 'below', value: 500 })).toEqual({ ...ruling, negated: ruling })
  })

  it.each([
    [{ kind: 'below', value: 200.5 }, 'inconclusive'],
    [{ kind: 'below', value: 200 }, 'fail'],
    [{ kind: 'below', value: 199 }, 'fail'],
    [{ kind: 'at-most', value: 200.5 }, 'inconclusive'],
    [{ kind: 'at-most', value: 200 }, 'fail'],
    [{ kind: 'at-most', value: 199 }, 'fail'],
    [{ kind: 'within', from: 300, to: 400 }, 'inconclusive'],
    [{ kind: 'within', from: 100, to: 400 }, 'inconclusive'],
    [{ kind: 'within', from: 100, to: 200 }, 'fail'],
    [{ kind: 'within', from: 100, to: 150 }, 'fail'],
  ] as const)('and at or above the limit they fail it plainly: %o is %s', (limit, state) => {
    expect(judge(latencyPercentile(swallowed, 95), limit).state).toBe(state)
  })

  it('is met where the time-outs don’t reach the percentile', () => {
    const few = fakeMeasurement({ latency: [...repeat(10, 960), ...repeat(200, 40)], errors: { timeout: 40 } })
    expect(judge(latencyPercentile(few, 95), { kind: 'below', value: 500 }).state).toBe('pass')
    expect(judge(latencyPercentile(few, 97), { kind: 'below', value: 500 }).state).toBe('inconclusive')
  })

  it('is set by time-outs also where requests were interrupted', () => {
    const both = fakeMeasurement({ latency: repeat(200, 300), interruptedAge: repeat(300, 50), errors: { timeout: 300 } })
    expect(judge(latencyPercentile(both, 95), { kind: 'below', value: 500 }).state).toBe('inconclusive')
  })
})

describe('a percentile of few requests', () => {
  it.each([
    [50, 19, 'p50 of only 19 requests; 20 or more make it reliable'],
    [50, 20, undefined],
    [95, 199, 'p95 of only 199 requests; 200 or more make it reliable'],
    [95, 200, undefined],
    [99, 240, 'p99 of only 240 requests; 1,000 or more make it reliable'],
    [99, 1000, undefined],
    [99.9, 9999, 'p99.9 of only 9,999 requests; 10,000 or more make it reliable'],
    [99.9, 10_000, undefined],
    [97, 333, 'p97 of only 333 requests; 334 or more make it reliable'],
    [95, 1, 'p95 of only 1 request; 200 or more make it reliable'],
    [100, 1, undefined],
  ])('p%d of %d requests warns: %s', (percent, count, warning) => {
    const verdict = judge(latencyPercentile(fakeMeasurement({ latency: repeat(1, count) }), percent), { kind: 'below', value: 2 })
    expect(verdict.state).toBe('pass')
    expect(verdict.warning).toBe(warning)
  })

  it('counts interrupted requests as values', () => {
    const measurement = fakeMeasurement({ latency: repeat(1, 150), interruptedAge: repeat(1, 50) })
    expect(latencyPercentile(measurement, 95)).not.toHaveProperty('warning')
  })
})

describe('a band for the mean', () => {
  it.each([
    [40, 60, 'pass', 'GET /orders: mean latency was 50.5 ms, expected 40 ms to 60 ms (100 requests, none failed)'],
    [50.5, 60, 'pass', 'GET /orders: mean latency was 50.5 ms, expected 50.5 ms to 60 ms (100 requests, none failed)'],
    [40, 50.5, 'pass', 'GET /orders: mean latency was 50.5 ms, expected 40 ms to 50.5 ms (100 requests, none failed)'],
    [51, 60, 'fail', 'GET /orders: mean latency was 50.5 ms, expected 51 ms to 60 ms (100 requests, none failed)'],
    [40, 50, 'fail', 'GET /orders: mean latency was 50.5 ms, expected 40 ms to 50 ms (100 requests, none failed)'],
  ])('from %d to %d ms is a %s', (from, to, state, message) => {
    const measurement = fakeMeasurement({ latency: series(100) })
    expect(judge(meanLatency(measurement), { kind: 'within', from, to })).toMatchObject({ state, message })
  })

  it.each([
    [40, 'fail'],
    [60, 'fail'],
    [50, 'pass'],
  ])('holds a percentile of 50 ms from both sides: around %d ms is a %s', (middle, state) => {
    const figure = latencyPercentile(fakeMeasurement({ latency: repeat(50, 1000) }), 95)
    expect(judge(figure, { kind: 'within', from: middle - 5, to: middle + 5 }).state).toBe(state)
  })

  it('can’t tell where the mean is a lower bound below it', () => {
    const measurement = fakeMeasurement({ latency: repeat(10, 9), interruptedAge: [110] })
    const message =
      'GET /orders: mean latency was at least 20 ms, expected 30 ms to 40 ms (10 requests, none failed, 1 interrupted); inconclusive, ' +
      'because not all requests were waited for: give them a longer `gracefulStop`'
    const verdict = judge(meanLatency(measurement), { kind: 'within', from: 30, to: 40 })
    expect(verdict).toEqual({ state: 'inconclusive', message, negated: { state: 'inconclusive', message } })
  })
})

describe.each([
  ['p95', latencyPercentile],
  ['mean latency', meanLatency],
  ['maximum latency', maxLatency],
] as const)('without data, %s', (name, figureOf) => {
  it.each([
    [
      'no request',
      {},
      `there is no ${name} to judge, because no request was measured; let the load run longer, or check what the scenario sends`,
    ],
    [
      'only failures',
      { errors: { 'http-5xx': 30, refused: 10 } },
      `there is no ${name} to judge, because none of 40 requests succeeded ` +
        '(30 × http-5xx (503 Service Unavailable), 10 × refused (it failed)); look at why they failed first',
    ],
    [
      'only interrupted requests',
      { interruptedAge: repeat(5000, 12) },
      `there is no ${name} to judge, because all 12 requests were interrupted; let the load run longer, or give it a longer \`gracefulStop\``,
    ],
    [
      'only one, interrupted',
      { interruptedAge: [5000] },
      `there is no ${name} to judge, because the only request was interrupted; let the load run longer, or give it a longer \`gracefulStop\``,
    ],
  ])('of %s is inconclusive', (_, given, rest) => {
    const verdict = judge(figureOf(fakeMeasurement(given), 95), { kind: 'below', value: 1000 })
    const ruling = { state: 'inconclusive', message: `GET /orders: ${rest}` }
    expect(verdict).toEqual({ ...ruling, negated: ruling })
  })
})
