import { describe, expect, it } from 'vitest'
import { runOf } from '../analysis/result.fixture.ts'
import { locustRun } from '../baseline/locust/locust.fixture.ts'
import { judgeLocust, judgeResult, parseRunLimits } from './run-limit.ts'

describe('limits of a run', () => {
  it.each([
    ['p95=20ms', '', 'pass'],
    ['p99.9=5ms', '', 'fail'],
    ['mean=5ms', '', 'fail'],
    ['errors=0%', '', 'pass'],
    ['', 'rate=99/s', 'pass'],
    ['', 'rate=101/s', 'fail'],
    ['', 'requests=6001', 'fail'],
    ['', 'success=100%', 'pass'],
  ])('--max %s --min %s of a result of 10 ms at 100/s: %s', (most, least, state) => {
    const limits = parseRunLimits(most === '' ? [] : [most], least === '' ? [] : [least])
    expect(limits.map((limit) => judgeResult(runOf(), limit).state)).toEqual([state])
  })

  it('are inconclusive of a Locust run where latencies include failures, or nobody wrote the figure', () => {
    const { stats } = locustRun('gateway-regressed')
    const [p95, p75] = parseRunLimits(['p95=500ms', 'p75=500ms'], [])
    if (p95 === undefined || p75 === undefined) throw new Error('two limits were parsed')
    expect(judgeLocust('gateway', stats.total, p95)).toMatchObject({ state: 'inconclusive' })
    const { message, state } = judgeLocust('gateway', { ...stats.total, failures: 1, percentiles: new Map() }, p75)
    expect(state).toBe('inconclusive')
    expect(message).toBe('gateway: p75 was not written, expected at most 500 ms (2,724 requests, 1 failed)')
  })

  it('are refused all at once', () => {
    expect(() => parseRunLimits(['p59=1s', 'errors=5', 'rate=5/s'], ['rate'])).toThrow(
      expect.objectContaining({
        message: [
          'limits: 4 problems',
          '  - Unknown metric `p59` of --max: did you mean `p50`?',
          "  - Expected `errors` of --max to be such as '1%', got '5'",
          '  - Unknown metric `rate` of --max: known are `p50`, `p75`, `p90`, `p95`, `p99`, `p99.9`, `mean`, `max`, `errors`',
          "  - Expected `rate` of --min to be such as '100/s', got ''",
        ].join('\n'),
      }),
    )
  })
})
