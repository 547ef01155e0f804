import { describe, expect, it } from 'vitest'
import type { Figure } from './figure.ts'
import { judge } from './judge.ts'
import type { Limit } from './limit.ts'
import { fakeMeasurement, repeat } from './measurement.fixture.ts'
import { errorRate, successRate, throughput } from './rates.ts'

const mixed = fakeMeasurement({ succeeded: 970, errors: { 'rate-limited': 20, 'http-5xx': 10 }, interruptedAge: repeat(1, 1000) })

function told(figure: Figure, limit: Limit): string {
  const { state, message } = judge(figure, limit)
  return `${state}: ${message}`
}

describe('a success rate', () => {
  it.each([
    [0.96, 'pass: GET /orders: success rate was 97 %, expected above 96 % (2,000 requests, 30 failed)'],
    [0.97, 'fail: GET /orders: success rate was 97 %, expected above 97 % (2,000 requests, 30 failed)'],
    [0.99, 'fail: GET /orders: success rate was 97 %, expected above 99 % (2,000 requests, 30 failed)'],
    [0.969_999, 'pass: GET /orders: success rate was 97 %, expected above 96.9999 % (2,000 requests, 30 failed)'],
  ])('leaves interrupted requests out, and is strictly above %d', (value, verdict) => {
    expect(told(successRate(mixed), { kind: 'above', value })).toBe(verdict)
  })

  it('of all but one request is not 100 %', () => {
    const nearly = fakeMeasurement({ succeeded: 99_999, errors: { 'http-5xx': 1 } })
    expect(told(successRate(nearly), { kind: 'above', value: 0.999_995 })).toBe(
      'fail: GET /orders: success rate was 99.999 %, expected above 99.9995 % (100,000 requests, 1 failed)',
    )
  })
})

describe('an error rate', () => {
  it.each([
    [0.03, [], 'fail: GET /orders: error rate was 3 %, expected below 3 % (2,000 requests, 30 failed)'],
    [0.031, [], 'pass: GET /orders: error rate was 3 %, expected below 3.1 % (2,000 requests, 30 failed)'],
    [
      0.02,
      ['rate-limited'],
      'pass: GET /orders: error rate was 1 %, expected below 2 % (2,000 requests, 30 failed, rate-limited not counted)',
    ],
    [
      0.01,
      ['rate-limited'],
      'fail: GET /orders: error rate was 1 %, expected below 1 % (2,000 requests, 30 failed, rate-limited not counted)',
    ],
    [
      0.01,
      ['rate-limited', 'http-5xx'],
      'pass: GET /orders: error rate was 0 %, expected below 1 % (2,000 requests, 30 failed, rate-limited and http-5xx not counted)',
    ],
    [
      0.03,
      ['timeout'],
      'fail: GET /orders: error rate was 3 %, expected below 3 % (2,000 requests, 30 failed, timeout not counted)',
    ],
  ] as const)('is strictly below %d, but for %j', (value, except, verdict) => {
    expect(told(errorRate(mixed, except), { kind: 'below', value })).toBe(verdict)
  })
})

describe('a throughput', () => {
  it.each([
    [812.34, 1000, 'fail: GET /orders: throughput was 812.3/s, expected above 1,000/s (8,123 requests, none failed)'],
    [1000, 1000, 'fail: GET /orders: throughput was 1,000/s, expected above 1,000/s (8,123 requests, none failed)'],
    [1000.04, 1000, 'pass: GET /orders: throughput was 1,000.04/s, expected above 1,000/s (8,123 requests, none failed)'],
    [0.5, 1, 'fail: GET /orders: throughput was 30/min, expected above 1/s (8,123 requests, none failed)'],
    [0, 1, 'fail: GET /orders: throughput was 0/s, expected above 1/s (8,123 requests, none failed)'],
  ])('of %d per second, strictly above %d', (mean, value, verdict) => {
    expect(told(throughput(fakeMeasurement({ succeeded: 8123, throughput: mean })), { kind: 'above', value })).toBe(verdict)
  })

  it('of no time is inconclusive', () => {
    expect(told(throughput(fakeMeasurement({ succeeded: 1, throughput: undefined })), { kind: 'above', value: 1 })).toBe(
      'inconclusive: GET /orders: there is no throughput to judge, because it lasted no time; judge a longer part of the run',
    )
  })
})

describe.each([
  ['success rate', successRate],
  ['error rate', errorRate],
  ['throughput', throughput],
] as const)('without data, %s', (name, figureOf) => {
  it.each([
    ['no request', {}, 'no request was measured; let the load run longer, or check what the scenario sends'],
    [
      'only interrupted requests',
      { interruptedAge: repeat(1, 3) },
      'all 3 requests were interrupted; let the load run longer, or give it a longer `gracefulStop`',
    ],
  ])('of %s is inconclusive', (_, given, rest) => {
    expect(told(figureOf(fakeMeasurement(given)), { kind: 'above', value: 0.5 })).toBe(
      `inconclusive: GET /orders: there is no ${name} to judge, because ${rest}`,
    )
  })
})

describe('failures that need not be the target’s', () => {
  const busy = { busy: 0.99 }

  it.each([
    ['the generator’s own', { errors: { generator: 3 } }],
    ['time-outs of an unfit generator', { errors: { timeout: 3 }, latency: repeat(5, 100), health: busy }],
  ])('leave an error rate open: %s', (_, given) => {
    const measurement = fakeMeasurement({ latency: repeat(5, 97), ...given })
    expect(judge(errorRate(measurement), { kind: 'below', value: 0.01 }).state).toBe('inconclusive')
    expect(judge(successRate(measurement), { kind: 'above', value: 0.99 }).state).toBe('inconclusive')
  })

  it('are no excuse where there are enough others', () => {
    const measurement = fakeMeasurement({ latency: repeat(5, 90), errors: { generator: 3, 'http-5xx': 7 } })
    expect(judge(errorRate(measurement), { kind: 'below', value: 0.01 }).state).toBe('fail')
  })

  it('are no time-outs of a generator that was fit', () => {
    const measurement = fakeMeasurement({ latency: repeat(5, 100), errors: { timeout: 3 } })
    expect(judge(errorRate(measurement), { kind: 'below', value: 0.01 }).state).toBe('fail')
  })

  it('are named, with what to do', () => {
    const measurement = fakeMeasurement({ latency: repeat(5, 97), errors: { generator: 3 } })
    expect(judge(errorRate(measurement), { kind: 'below', value: 0.01 }).message).toContain(
      "inconclusive, because 3 failed for want of this machine's own resources: raise its limits, such as `ulimit -n`",
    )
  })
})

describe('a floor of throughput that was missed', () => {
  it('is inconclusive where the generator was the bottleneck', () => {
    const limit = { kind: 'above', value: 1000 } as const
    expect(judge(throughput(fakeMeasurement({ succeeded: 10, health: { busy: 0.99 } })), limit).state).toBe('inconclusive')
    expect(judge(throughput(fakeMeasurement({ succeeded: 10, health: { busy: 0.5 } })), limit).state).toBe('fail')
  })
})
