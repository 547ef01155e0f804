import { describe, expect, it } from 'vitest'
import { judgeNoErrors, successes } from './counts.ts'
import { judge } from './judge.ts'
import { fakeMeasurement } from './measurement.fixture.ts'

describe('a number of successes', () => {
  const sixty = fakeMeasurement({ succeeded: 48, errors: { 'http-5xx': 12 } })

  it.each([
    [48, 'pass', 'GET /orders: number of successes was 48, expected at least 48 (60 requests, 12 failed)'],
    [50, 'fail', 'GET /orders: number of successes was 48, expected at least 50 (60 requests, 12 failed)'],
  ])('is at least %d', (value, state, message) => {
    expect(judge(successes(sixty), { kind: 'at-least', value })).toMatchObject({ state, message })
  })

  it('of no request is inconclusive', () => {
    expect(judge(successes(fakeMeasurement()), { kind: 'at-least', value: 1 })).toMatchObject({
      state: 'inconclusive',
      message:
        'GET /orders: there is no number of successes to judge, because no request was measured; ' +
        'let the load run longer, or check what the scenario sends',
    })
  })
})

describe('no errors', () => {
  it.each([
    ['none', { succeeded: 1 }, 'pass', 'none failed, expected none (1 request)'],
    [
      'one',
      { succeeded: 99, errors: { timeout: 1 } },
      'fail',
      '1 of 100 requests failed, expected none (1 × timeout (no response within 30 s))',
    ],
    [
      'several kinds',
      { succeeded: 12_037, errors: { timeout: 1, 'http-5xx': 2 } },
      'fail',
      '3 of 12,040 requests failed, expected none (2 × http-5xx (503 Service Unavailable), 1 × timeout (no response within 30 s))',
    ],
    [
      'an iteration only',
      { succeeded: 20, iterations: { started: 10, failed: 2 } },
      'fail',
      '2 of 10 iterations failed, expected none (20 requests)',
    ],
    [
      'both',
      { succeeded: 19, errors: { refused: 1 }, iterations: { started: 10, failed: 1 } },
      'fail',
      '1 of 20 requests and 1 of 10 iterations failed, expected none (1 × refused (it failed))',
    ],
  ])('with %s', (_, given, state, rest) => {
    expect(judgeNoErrors(fakeMeasurement(given))).toMatchObject({ state, message: `GET /orders: ${rest}` })
  })

  it('under .not wants some', () => {
    expect(judgeNoErrors(fakeMeasurement({ succeeded: 5 })).negated).toEqual({
      state: 'fail',
      message: 'GET /orders: none failed, expected some (5 requests)',
      expected: 'some',
      received: 'none',
    })
  })

  it('of no request is inconclusive', () => {
    expect(judgeNoErrors(fakeMeasurement())).toMatchObject({
      state: 'inconclusive',
      message:
        'GET /orders: there is no number of errors to judge, because no request was measured; ' +
        'let the load run longer, or check what the scenario sends',
    })
  })
})
