import { describe, expect, it } from 'vitest'
import { decide, unfitToCompare } from './decide.ts'
import { fakeMeasurement, fakeSummary } from './measurement.fixture.ts'

const whole = fakeMeasurement({ succeeded: 1 })
const aborted = fakeMeasurement({ succeeded: 1, outcome: { state: 'aborted', reason: 'cancelled', at: 2500 } })
const parts = {
  claim: 'good',
  statement: 'p95 was 5 ms',
  expected: 'below 9 ms',
  received: '5 ms',
  notes: ['1 request', 'none failed'],
} as const

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

  it('is inconclusive either way where a better generator might have made the difference', () => {
    const excuse = 'it was late: use less load'
    const verdict = decide({ ...parts, measurements: [whole], holds: false, excuse })
    expect(verdict).toMatchObject({ state: 'inconclusive', negated: { state: 'inconclusive' } })
    expect(verdict.message).toBe(`${HELD}; inconclusive, because ${excuse}`)
  })
})

describe('an unfit generator', () => {
  const unfit = fakeMeasurement({ succeeded: 1, health: { busy: 0.97 } })

  it.each([
    ['proves that a target is good', 'good', true, 'pass', 'fail'],
    ['proves that it is not good enough, where its delay is no excuse', 'good', false, 'fail', 'inconclusive'],
    ['does not prove that it is bad', 'bad', true, 'inconclusive', 'fail'],
    ['does not prove how it is exactly', 'exact', true, 'inconclusive', 'fail'],
    ['does not prove that it is not exactly so', 'exact', false, 'fail', 'inconclusive'],
  ] as const)('%s', (_, claim, holds, state, negated) => {
    expect(decide({ ...parts, claim, measurements: [unfit], holds })).toMatchObject({ state, negated: { state: negated } })
  })

  it('is named with what to do about it, also when it is that of what is compared with', () => {
    const { message } = decide({ ...parts, claim: 'exact', measurements: [whole, unfit], holds: true })
    expect(message).toBe(
      `${HELD}; inconclusive, because the generator itself was busy 97 % of the time: use less load, or a faster or less busy machine`,
    )
  })
})

describe('dropped iterations', () => {
  const starts = { offered: 6000, achieved: 4800 }
  const behind = fakeMeasurement({ succeeded: 1, health: { starts, vus: 500 } })
  const DROPPED = '1,200 of 6,000 iterations were dropped because all 500 users were waiting'

  it.each(['good', 'exact'] as const)('fail what would pass: a %s claim', (claim) => {
    expect(decide({ ...parts, claim, measurements: [behind], holds: true })).toMatchObject({
      state: 'fail',
      message: `${HELD}; but ${DROPPED}, so the target fell behind`,
      expected: 'below 9 ms, nothing dropped',
      received: `5 ms, but ${DROPPED}`,
    })
  })

  it('only confirm that a target is bad', () => {
    expect(decide({ ...parts, claim: 'bad', measurements: [behind], holds: true }).state).toBe('pass')
  })

  it('do not change a failure', () => {
    expect(decide({ ...parts, measurements: [behind], holds: false }).message).toBe(HELD)
  })

  it('say nothing of the target where the generator was unfit', () => {
    const measurements = [fakeMeasurement({ succeeded: 1, health: { starts, vus: 500, busy: 0.99 } })] as const
    const { state, message } = decide({ ...parts, measurements, holds: true })
    expect(state).toBe('inconclusive')
    expect(message).toContain(
      `inconclusive, because ${DROPPED}, and the generator itself was busy 99 % of the time: use less load`,
    )
  })

  it('of one user are told as such', () => {
    const measurements = [fakeMeasurement({ succeeded: 1, health: { starts: { offered: 2, achieved: 1 }, vus: 1 } })] as const
    expect(decide({ ...parts, measurements, holds: true }).message).toContain(
      '1 of 2 iterations were dropped because the only user was waiting',
    )
  })
})

describe('nothing is compared with a measurement', () => {
  const starts = { offered: 10, achieved: 8 }

  it.each([
    ['that is whole', whole, undefined],
    ['of an aborted run', aborted, 'the run was aborted after 2.5 s (cancelled): let it complete'],
    [
      'of a busy generator',
      fakeMeasurement({ succeeded: 1, health: { busy: 0.95 } }),
      'the generator itself was busy 95 % of the time: use less load, or a faster or less busy machine',
    ],
    [
      'that lacks what was dropped',
      fakeMeasurement({ succeeded: 1, health: { starts, vus: 5 } }),
      '2 of 10 iterations were dropped because all 5 users were waiting: the target fell behind',
    ],
    [
      'that lacks what a late generator dropped',
      fakeMeasurement({ succeeded: 1, health: { starts, vus: 5, scheduleLag: fakeSummary([50]) } }),
      '2 of 10 iterations were dropped because all 5 users were waiting, and the generator started iterations late (p95 of the schedule lag 50 ms): ' +
        'use less load, or a faster or less busy machine',
    ],
  ])('%s', (_, measurement, because) => {
    expect(unfitToCompare(measurement)).toBe(because)
  })
})
