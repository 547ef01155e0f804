import { describe, expect, it } from 'vitest'
import { simulateComparison, simulateRun } from '../../baseline/regression/simulated-runs.fixture.ts'
import { createRandom } from '../../core/random.ts'
import { createResult } from '../../metrics/load-result.ts'
import { LoggingRecorder } from '../../metrics/logging-recorder.fixture.ts'
import type { LoadResult, Measurement } from '../../metrics/result.ts'
import { facts, sample } from '../../metrics/samples.fixture.ts'
import { fakeMeasurement, repeat, series } from '../../verdict/measurement.fixture.ts'
import type { NotedVerdict } from '../../verdict/noted.ts'
import { createMatchers } from './create-matchers.ts'
import { matchers } from './matchers.ts'

const noted: [NotedVerdict, Measurement][] = []
expect.extend(createMatchers((verdict, subject) => noted.push([verdict, subject as Measurement])))

/** 1 … 1,000 ms, 1 % failed, cut after 10 s. */
const result = fakeMeasurement({
  latency: series(990),
  ttfb: series(990, 0.5),
  errors: { 'http-5xx': 6, 'rate-limited': 4 },
  checks: [{ name: 'is shipped', passed: 98, failed: 2 }],
})
const slow = fakeMeasurement({ name: 'before', latency: series(1000, 2) })

function failure(assert: () => void): { message: string; expected?: unknown; actual?: unknown } {
  try {
    assert()
  } catch (error) {
    return error as Error
  }
  throw new Error('Expected the assertion to fail')
}

describe('a matcher', () => {
  it.each<[string, () => void, () => void, string]>([
    [
      'toHaveP50Below',
      () => expect(result).toHaveP50Below('496ms'),
      () => expect(result).toHaveP50Below(495),
      'p50 was 495 ms, expected below 495 ms',
    ],
    [
      'toHaveP90Below',
      () => expect(result).toHaveP90Below('892ms'),
      () => expect(result).toHaveP90Below('0.5s'),
      'p90 was 891 ms, expected below 500 ms',
    ],
    [
      'toHaveP95Below',
      () => expect(result).toHaveP95Below('942ms'),
      () => expect(result).toHaveP95Below('0.5s'),
      'p95 was 941 ms, expected below 500 ms',
    ],
    [
      'toHaveP99Below',
      () => expect(slow).toHaveP99Below('1981ms'),
      () => expect(slow).toHaveP99Below('1s'),
      'p99 was 1.98 s, expected below 1 s',
    ],
    [
      'toHaveP999Below',
      () => expect(slow).toHaveP999Below('1999ms'),
      () => expect(slow).toHaveP999Below('1s'),
      'p99.9 was 2 s, expected below 1 s',
    ],
    [
      'toHavePercentileBelow',
      () => expect(result).toHavePercentileBelow(97.5, '1s'),
      () => expect(result).toHavePercentileBelow(97.5, '0.5s'),
      'p97.5 was 966 ms, expected below 500 ms',
    ],
    [
      'toHaveMeanLatencyBelow',
      () => expect(result).toHaveMeanLatencyBelow('500ms'),
      () => expect(result).toHaveMeanLatencyBelow('100ms'),
      'mean latency was 495.5 ms, expected below 100 ms',
    ],
    [
      'toHaveMeanLatencyWithin',
      () => expect(result).toHaveMeanLatencyWithin('400ms', '500ms'),
      () => expect(result).toHaveMeanLatencyWithin('100ms', '200ms'),
      'mean latency was 495.5 ms, expected 100 ms to 200 ms',
    ],
    [
      'toHaveMaxLatencyBelow',
      () => expect(result).toHaveMaxLatencyBelow('991ms'),
      () => expect(result).toHaveMaxLatencyBelow('990ms'),
      'maximum latency was 990 ms, expected below 990 ms',
    ],
    [
      'toHaveTtfbBelow',
      () => expect(result).toHaveTtfbBelow(95, '0.5s'),
      () => expect(result).toHaveTtfbBelow(95, '100ms'),
      'p95 of the time to first byte was 470.5 ms, expected below 100 ms',
    ],
    [
      'toHaveLowerLatencyThan',
      () => expect(result).toHaveLowerLatencyThan(slow, { by: '50%' }),
      () => expect(result).toHaveLowerLatencyThan(slow, { by: '60%', percentile: 50 }),
      'p50 was 495 ms, expected below 400 ms, 60 % less than the 1 s of before',
    ],
    [
      'toHaveSuccessRateAbove',
      () => expect(result).toHaveSuccessRateAbove('98.9%'),
      () => expect(result).toHaveSuccessRateAbove(0.99),
      'success rate was 99 %, expected above 99 %',
    ],
    [
      'toHaveErrorRateBelow',
      () => expect(result).toHaveErrorRateBelow('1%', { except: ['rate-limited'] }),
      () => expect(result).toHaveErrorRateBelow('1%'),
      'error rate was 1 %, expected below 1 %',
    ],
    [
      'toHaveThroughputAbove',
      () => expect(result).toHaveThroughputAbove(98),
      () => expect(result).toHaveThroughputAbove('99/s'),
      'throughput was 99/s, expected above 99/s',
    ],
    [
      'toHaveSucceededAtLeast',
      () => expect(result).toHaveSucceededAtLeast(990),
      () => expect(result).toHaveSucceededAtLeast(991),
      'number of successes was 990, expected at least 991',
    ],
    [
      'toMeet',
      () => expect(result).toMeet({ p95: { target: '1s' }, mean: { target: ['400ms', '500ms'] } }),
      () => expect(result).toMeet({ p95: { target: '0.5s' } }),
      'p95 was 941 ms, expected at most 500 ms',
    ],
  ])('%s passes or fails with a sentence, and is noted', (matcher, pass, fail, sentence) => {
    noted.length = 0
    pass()
    const { message } = failure(fail)
    const subject = matcher.startsWith('toHaveP99') ? 'before' : 'GET /orders'
    const counts = subject === 'before' ? '1,000 requests, none failed' : '1,000 requests, 10 failed'
    expect(message.split('\n')[0]).toBe(`${subject}: ${sentence} (${counts})`)
    expect(noted.map(([one]) => [one.matcher, one.negated, one.state])).toEqual([
      [matcher, false, 'pass'],
      [matcher, false, 'fail'],
    ])
  })

  it('toHaveCheckRateAbove counts the calls of a check', () => {
    expect(result).toHaveCheckRateAbove('is shipped', '97%')
    expect(failure(() => expect(result).toHaveCheckRateAbove('is shipped', '98%')).message).toBe(
      "GET /orders: rate of check 'is shipped' was 98 %, expected above 98 % (100 checks, 2 failed)",
    )
  })

  it('toHaveNoErrors names the commonest kinds', () => {
    expect(slow).toHaveNoErrors()
    expect(failure(() => expect(result).toHaveNoErrors()).message).toBe(
      'GET /orders: 10 of 1,000 requests failed, expected none (6 × http-5xx (503 Service Unavailable), 4 × rate-limited (429 Too Many Requests))',
    )
  })
})

describe('a result as it is measured', () => {
  const stages = [
    { name: 'calm', start: 0, end: 1000 },
    { name: 'peak', start: 1000, end: 2000 },
  ]
  const recorder = new LoggingRecorder({ stages })
  for (let moment = 0; moment < 2000; moment += 10) {
    recorder.scope('shopper', moment).request(sample({ end: moment, latency: moment < 1000 ? 20 : 250.1 }))
  }
  recorder.scope('shopper', 1990).request(sample({ end: 2000, outcome: 'interrupted', latency: 10_000 }))
  const measured = createResult(facts({ name: 'a shop', stages, duration: 2000 }), recorder.finish(2000))

  it('is judged whole and in slices', () => {
    expect(measured.stage('calm')).toHaveP95Below('21ms')
    expect(measured).toHaveThroughputAbove('99/s')
    expect(failure(() => expect(measured).toHaveP50Below('20ms')).message).toBe(
      'a shop: p50 was at least 250.1 ms, expected below 20 ms (201 requests, none failed, 1 interrupted)',
    )
    expect(failure(() => expect(measured.stage('peak').endpoint('GET /health')).toHaveP95Below('200ms')).message).toBe(
      'GET /health in peak: p95 was 250.1 ms, expected below 200 ms (101 requests, none failed)\n' +
        'Warning: p95 of only 101 requests; 200 or more make it reliable',
    )
  })
})

describe('a failed assertion', () => {
  it('has two texts for a diff, and the warning', () => {
    const few = fakeMeasurement({ latency: repeat(250.1, 240) })
    expect(failure(() => expect(few).toHaveP99Below('200ms'))).toMatchObject({
      message:
        'GET /orders: p99 was 250.1 ms, expected below 200 ms (240 requests, none failed)\n' +
        'Warning: p99 of only 240 requests; 1,000 or more make it reliable',
      expected: 'below 200 ms',
      actual: '250.1 ms',
    })
  })

  it('keeps the message that a user gave', () => {
    expect(failure(() => expect(result, 'the shop').toHaveMaxLatencyBelow('1ms')).message).toBe(
      'the shop: GET /orders: maximum latency was 990 ms, expected below 1 ms (1,000 requests, 10 failed)',
    )
  })
})

describe('under .not', () => {
  it('a limit that holds fails, and tells what was wanted', () => {
    noted.length = 0
    const message = 'GET /orders: p95 was 941 ms, expected not below 1 s (1,000 requests, 10 failed)'
    expect(failure(() => expect(result).not.toHaveP95Below('1s'))).toMatchObject({
      message,
      expected: 'not below 1 s',
      actual: '941 ms',
    })
    expect(noted).toEqual([[{ matcher: 'toHaveP95Below', negated: true, state: 'fail', message }, result]])
  })

  it('a limit that doesn’t hold passes', () => {
    noted.length = 0
    expect(result).not.toHaveP95Below('0.5s')
    expect(noted[0]?.[0]).toEqual({
      matcher: 'toHaveP95Below',
      negated: true,
      state: 'pass',
      message: 'GET /orders: p95 was 941 ms, expected not below 500 ms (1,000 requests, 10 failed)',
    })
  })
})

describe('what is inconclusive', () => {
  const nothing = fakeMeasurement()
  const message =
    'GET /orders: there is no p95 to judge, because no request was measured; let the load run longer, or check what the scenario sends'

  it('fails, under .not too, without a diff', () => {
    noted.length = 0
    for (const assert of [() => expect(nothing).toHaveP95Below('1s'), () => expect(nothing).not.toHaveP95Below('1s')]) {
      const { message: told, expected, actual } = failure(assert)
      expect({ told, expected, actual }).toEqual({ told: message, expected: undefined, actual: undefined })
    }
    expect(noted.map(([one]) => one)).toEqual([
      { matcher: 'toHaveP95Below', negated: false, state: 'inconclusive', message },
      { matcher: 'toHaveP95Below', negated: true, state: 'inconclusive', message },
    ])
  })

  it('fails as an asymmetric matcher too', () => {
    expect(() => expect({ nothing }).toEqual({ nothing: expect.toHaveP95Below('1s') })).toThrow()
    expect(() => expect({ nothing }).toEqual({ nothing: expect.not.toHaveP95Below('1s') })).toThrow()
    expect({ result }).toEqual({ result: expect.toHaveP95Below('1s') })
    expect({ result }).toEqual({ result: expect.not.toHaveP95Below('1ms') })
  })

  it('is a result that was aborted, where it would pass', () => {
    const aborted = fakeMeasurement({ latency: repeat(10, 200), outcome: { state: 'aborted', reason: 'cancelled', at: 2500 } })
    const rest = '(200 requests, none failed); inconclusive, because the run was aborted after 2.5 s (cancelled): let it complete'
    expect(failure(() => expect(aborted).toHaveP95Below('20ms')).message).toBe(
      `GET /orders: p95 was 10 ms, expected below 20 ms ${rest}`,
    )
    expect(failure(() => expect(aborted).not.toHaveP95Below('5ms')).message).toBe(
      `GET /orders: p95 was 10 ms, expected not below 5 ms ${rest}`,
    )
    expect(failure(() => expect(aborted).toHaveP95Below('5ms')).message).toBe(
      'GET /orders: p95 was 10 ms, expected below 5 ms (200 requests, none failed)',
    )
  })
})

describe('a received value that is no measurement', () => {
  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    [5, 'a number'],
    ['fast', 'a text'],
    [() => 1, 'a function'],
    [[result], 'a list: give its results one by one'],
    [{}, 'an empty object'],
    [{ latency: { mean: 1 }, period: 2 }, 'an object with `latency`, `period`'],
    [Promise.resolve(result), 'a promise: did you forget `await` before load()?'],
  ])('is refused (%#)', (received, what) => {
    noted.length = 0
    const message = `expect(…).toHaveP95Below() takes what load() resolved to, or a slice of it, got ${what}`
    for (const assert of [() => expect(received).toHaveP95Below('1s'), () => expect(received).not.toHaveP95Below('1s')]) {
      const error = failure(assert)
      expect(error).toBeInstanceOf(TypeError)
      expect(error).toMatchObject({ message, code: 'ERR_LOAD_NOT_A_RESULT' })
    }
    expect(noted).toEqual([])
  })

  it('is awaited by .resolves', async () => {
    await expect(Promise.resolve(result)).resolves.toHaveP95Below('1s')
  })
})

describe('a limit that makes no sense', () => {
  const untyped = expect(result) as unknown as Record<string, (...args: unknown[]) => void>

  it.each<[string, unknown[], string]>([
    ['toHaveP95Below', ['fast'], "Expected `limit` to be a time above 0, such as '30s', got 'fast'"],
    ['toHaveP95Below', [], "Expected `limit` to be a time above 0, such as '30s', got undefined"],
    ['toHavePercentileBelow', [0.95, '1s'], 'Expected `percentile` to be a percentile from 1 to 100, such as 99.9, got 0.95'],
    ['toHaveTtfbBelow', [101, '1s'], 'Expected `percentile` to be a percentile from 1 to 100, such as 99.9, got 101'],
    ['toHaveMeanLatencyBelow', [0], "Expected `limit` to be a time above 0, such as '30s', got 0"],
    ['toHaveMeanLatencyWithin', ['2s', '1s'], "Expected `to` to be at or above `from`, got '1s'"],
    ['toHaveMaxLatencyBelow', ['-1s'], "Expected `limit` to be a time above 0, such as '30s', got '-1s'"],
    [
      'toHaveLowerLatencyThan',
      [Promise.resolve(slow)],
      'Expected `other` to be what load() resolved to, or a slice of it, got a promise: did you forget `await` before load()?',
    ],
    [
      'toHaveLowerLatencyThan',
      [slow, { by: '100%' }],
      "Expected `options.by` to be below 100 %, because no latency is that much lower, got '100%'",
    ],
    ['toHaveLowerLatencyThan', [slow, { percentil: 99 }], 'Unknown option `options.percentil`: did you mean `percentile`?'],
    [
      'toHaveSuccessRateAbove',
      ['100%'],
      "Expected `limit` to be below 100 %, because nothing is above it (for no failure at all use toHaveNoErrors()), got '100%'",
    ],
    ['toHaveSuccessRateAbove', [99], "Expected `limit` to be a share from 0 to 1, such as '1%', got 99"],
    [
      'toHaveErrorRateBelow',
      ['0%'],
      "Expected `limit` to be above 0 %, because nothing is below it (for no failure at all use toHaveNoErrors()), got '0%'",
    ],
    [
      'toHaveErrorRateBelow',
      ['1%', { except: ['429'] }],
      "Expected `options.except[0]` to be one of 'timeout', 'refused', 'reset', 'dns', 'tls', 'protocol', 'http-4xx', 'rate-limited', " +
        "'http-5xx', 'expectation', 'exception', 'generator', got '429'",
    ],
    ['toHaveThroughputAbove', ['fast'], "Expected `limit` to be a rate of at least 0, such as '200/s', got 'fast'"],
    ['toHaveSucceededAtLeast', ['5'], "Expected `count` to be a whole number of at least 1, got '5'"],
    ['toHaveCheckRateAbove', ['is sent', '99%'], "Unknown check 'is sent': known are 'is shipped'"],
    [
      'toHaveCheckRateAbove',
      ['is shipped', 1],
      "Expected `limit` to be below 100 %, because nothing is above it (for all but all use '99.99%'), got 1",
    ],
    [
      'toMeet',
      [{ p95: { target: '1s', failure: '0.5s' } }],
      'Expected `p95.failure` to be at or past `p95.target` (at most 1 s), got at most 500 ms',
    ],
  ])('is refused by %s%j', (matcher, args, problem) => {
    expect(failure(() => untyped[matcher]?.(...args))).toMatchObject({
      name: 'OptionsError',
      code: 'ERR_LOAD_OPTIONS',
      message: `${matcher}: ${problem}`,
    })
  })

  it('is told with all its problems', () => {
    expect(failure(() => untyped.toHavePercentileBelow?.(950, 'fast')).message).toBe(
      [
        'toHavePercentileBelow: 2 problems',
        '  - Expected `percentile` to be a percentile from 1 to 100, such as 99.9, got 950',
        "  - Expected `limit` to be a time above 0, such as '30s', got 'fast'",
      ].join('\n'),
    )
  })
})

describe('a noted verdict', () => {
  it('is JSON-safe, with its warning', () => {
    noted.length = 0
    expect(fakeMeasurement({ latency: [1] })).toHaveP95Below('1s')
    const [verdict] = noted[0] ?? []
    expect(verdict).toEqual({
      matcher: 'toHaveP95Below',
      negated: false,
      state: 'pass',
      message: 'GET /orders: p95 was 1 ms, expected below 1 s (1 request, none failed)',
      warning: 'p95 of only 1 request; 200 or more make it reliable',
    })
    expect(JSON.parse(JSON.stringify(verdict))).toEqual(verdict)
  })
})

describe('no regression', () => {
  const random = createRandom(1)
  const [run, slower] = [1, 2].map((factor) => simulateRun({ random, factor, seconds: 40, isNoisy: false })) as [
    LoadResult,
    LoadResult,
  ]
  const comparison = simulateComparison({ random, factor: 2, isNoisy: false })

  it('is judged of a result, of several, and of a comparison of targets', () => {
    expect(run).toHaveNoRegression(run)
    expect([run, run]).toHaveNoRegression([run, run], { p50: '5%' })
    expect(slower).not.toHaveNoRegression(run, { p50: '5%' })
    expect(comparison).not.toHaveNoRegression({ p50: '5%' })
    expect(noted.at(-1)?.[0]).toMatchObject({ matcher: 'toHaveNoRegression', negated: true, state: 'pass' })
    expect(failure(() => expect(slower).toHaveNoRegression(run, { p50: '5%' })).message).toContain('limit +5 %')
  })

  it.each<[string, () => void, string]>([
    ['a slice', () => expect(run.endpoint('GET /')).toHaveNoRegression(run), 'got a slice: give the whole result'],
    ['an empty list', () => expect([]).toHaveNoRegression(run), 'got an empty list'],
    ['a promise', () => expect(Promise.resolve()).toHaveNoRegression(run), 'did you forget `await`'],
    [
      'another baseline',
      () => expect(run).toHaveNoRegression('before' as never),
      'Expected `baseline` to be a result, a list of results or a stored baseline, got a text',
    ],
    [
      'a stored baseline of another schema',
      () => expect(run).toHaveNoRegression({ kind: 'vitest-load test baseline', version: 99 } as never),
      'Expected a baseline of version 1, got version 99; a newer vitest-load wrote it',
    ],
    ['a baseline of a comparison', () => expect(comparison).toHaveNoRegression(run), 'Expected the limits alone'],
    [
      'limits in another unit',
      () => expect(run).toHaveNoRegression(run, { errorRate: '1%' as never, throughput: '100%', confidence: 1 }),
      "3 problems\n  - Expected `limits.errorRate` to be a change in percentage points, such as '0.1pt', got '1%'",
    ],
  ])('refuses %s', (_, assert, message) => {
    expect(assert).toThrow(message)
  })
})

describe('the matchers without a report', () => {
  it('are the same', () => {
    expect(Object.keys(matchers)).toEqual(Object.keys(createMatchers(() => {})))
    expect(matchers.toHaveP95Below.call({ isNot: false }, result, '1s').pass).toBe(true)
  })
})
