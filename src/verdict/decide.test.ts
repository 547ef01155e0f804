import { describe, expect, it } from 'vitest'
import { decide } from './decide.ts'
import { fakeMeasurement } from './measurement.fixture.ts'

const whole = fakeMeasurement({ succeeded: 1 })
const aborted = fakeMeasurement({ succeeded: 1, outcome: { state: 'aborted', reason: 'cancelled', at: 2500 } })
const parts = { statement: 'p95 was 5 ms', expected: 'below 9 ms', received: '5 ms', notes: ['1 request', 'none failed'] }

const HELD = 'GET /orders: p95 was 5 ms, expected below 9 ms (1 request, none failed)'
const NOT_HELD = 'GET /orders: p95 was 5 ms, expected not below 9 ms (1 request, none failed)'
const DOUBT = '; inconclusive, because the run was aborted after 2.5 s (cancelled): let it complete'

describe('a verdict', () => {
  it.each([
    ['a limit that holds', whole, true, 'pass', HELD, 'fail', NOT_HELD],
    ['a limit that doesn’t', whole, false, 'fail', HELD, 'pass', NOT_HELD],
    ['one that holds in an aborted run', aborted, true, 'inconclusive', HELD + DOUBT, 'fail', NOT_HELD],
    ['one that doesn’t in an aborted run', aborted, false, 'fail', HELD, 'inconclusive', NOT_HELD + DOUBT],
  ])('on %s', (_, measurement, holds, state, message, negatedState, negatedMessage) => {
    expect(decide({ ...parts, measurements: [measurement], holds })).toMatchObject({
      state,
      message,
      negated: { state: negatedState, message: negatedMessage },
    })
  })

  it('has nothing to compare where it is inconclusive', () => {
    expect(decide({ ...parts, measurements: [aborted], holds: true })).toEqual({
      state: 'inconclusive',
      message: HELD + DOUBT,
      negated: { state: 'fail', message: NOT_HELD, expected: 'not below 9 ms', received: '5 ms' },
    })
  })

  it('keeps its warning, whatever it comes to', () => {
    const verdict = decide({ ...parts, measurements: [aborted], holds: true, warning: 'p95 of only 1 request' })
    expect(verdict).toMatchObject({ warning: 'p95 of only 1 request', negated: { warning: 'p95 of only 1 request' } })
  })
})
