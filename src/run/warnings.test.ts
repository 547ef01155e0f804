import { describe, expect, it } from 'vitest'
import { LoggingRecorder } from '../metrics/logging-recorder.fixture.ts'
import { START_SCENARIO } from '../metrics/sample.ts'
import { sample } from '../metrics/samples.fixture.ts'
import { constantRate } from '../profile/constant-rate.ts'
import { constantVus } from '../profile/constant-vus.ts'
import { perVuIterations } from '../profile/per-vu-iterations.ts'
import type { Burst, Profile } from '../profile/profile.ts'
import { rampingVus } from '../profile/ramping-vus.ts'
import { sharedIterations } from '../profile/shared-iterations.ts'
import { plannedDuration } from '../profile/timeline.ts'
import { type Limited, warningsOf, warningsOfProfile } from './warnings.ts'

const constant = constantVus(1, '10s')

/** What a run of such scenarios is warned by. */
function planOf(
  parts: readonly [name: string, profile: Profile | Burst][],
  isTogether = false,
): Parameters<typeof warningsOf>[0] {
  return {
    profile: isTogether ? { kind: 'together', profiles: {} } : (parts[0]?.[1] as Profile),
    parts: parts.map(([name, profile]) => ({
      script: { name },
      profile,
      planned: profile.kind === 'burst' ? undefined : plannedDuration(profile),
    })) as never,
    options: { maxRequests: 1000 } as never,
  }
}

/** The warnings of what was recorded. */
function warnings(
  record: (recorder: LoggingRecorder) => void,
  profile: Profile | Burst = constant,
  given: Partial<Limited> = {},
): ReturnType<typeof warningsOf> {
  const recorder = new LoggingRecorder({ stages: [{ name: '', start: 0, end: 10_000 }] })
  record(recorder)
  const limited = { usedUpAt: undefined, hasRefused: false, withoutRows: new Map<string, number>(), ...given }
  return warningsOf(planOf([['s', profile]]), recorder, recorder.finish(10_000), limited)
}

describe('a profile', () => {
  it('says what was overridden', () => {
    expect(warningsOfProfile(constant, ['LOAD_VUS=1 replaced 5 users', 'LOAD_DURATION=10 s replaced 1 min'])).toEqual([
      { code: 'profile-overridden', message: 'LOAD_VUS=1 replaced 5 users' },
      { code: 'profile-overridden', message: 'LOAD_DURATION=10 s replaced 1 min' },
    ])
  })

  it('warns of users who do not join in time, after what was overridden', () => {
    expect(warningsOfProfile(constantVus(5000, '10s', { spawnRate: '120.01/s' }), ['changed'])).toEqual([
      { code: 'profile-overridden', message: 'changed' },
      { code: 'users-missing', message: 'Only 1,201 of 5,000 users join in time: raise `spawnRate` or the duration' },
    ])
  })

  it.each([
    ['all join in time', constantVus(10, '10s', { spawnRate: '1/s' })],
    ['all join at once', constantVus(10, '10s')],
    ['it is a ramp', rampingVus([{ target: 10, duration: '1s' }])],
  ])('has nothing to warn of where %s', (_, profile) => {
    expect(warningsOfProfile(profile, [])).toEqual([])
  })
})

describe('a run', () => {
  it('without anything unusual has no warnings', () => {
    expect(
      warnings((recorder) => {
        recorder.scope('s', -5).request(sample({ end: -1 }))
        recorder.scope(START_SCENARIO, 0).request(sample({ end: 1 }))
        recorder.scope('s', 0).request(sample({ end: 10, outcome: 'failed' }))
        recorder.scope('s', 0).iterationStarted(0)
      }),
    ).toEqual([])
  })

  it('warns of failures in the warm-up', () => {
    expect(
      warnings((recorder) => {
        for (let n = 0; n < 1200; n += 1) recorder.scope('s', -5).request(sample({ end: -1, outcome: 'failed' }))
        recorder.scope('s', -5).request(sample({ end: -1 }))
      }),
    ).toEqual([{ code: 'warm-up-failed', message: '1,200 of 1,201 requests failed in the warm-up, which is not in the figures' }])
  })

  it('warns of failures of start and stop, with their cause', () => {
    const failure = { category: 'http-4xx', message: 'status 401' } as const
    expect(
      warnings((recorder) => {
        const scope = recorder.scope(START_SCENARIO, 0)
        scope.request(sample({ end: 1, outcome: 'failed', failure }))
        scope.request(sample({ end: 2, outcome: 'failed', failure }))
        scope.request(sample({ end: 3 }))
        scope.request(sample({ end: 4, outcome: 'interrupted' }))
      }),
    ).toEqual([
      { code: 'start-failed', message: "2 of 4 requests of start and stop failed (status 401): see scenario('(start)')" },
    ])
  })

  it.each([
    [200, []],
    [
      201,
      [
        {
          code: 'too-many-endpoints',
          message: "More than 200 endpoints: the rest is in (other). Give requests a `name`, such as 'GET /orders/:id'",
        },
      ],
    ],
  ])('warns of too many endpoints: %d', (count, expected) => {
    const record = (recorder: LoggingRecorder): void => {
      for (let n = 0; n < count; n += 1) recorder.scope('s', 0).request(sample({ end: n, endpoint: `GET /${n}` }))
    }
    expect(warnings(record)).toEqual(expected)
  })

  it.each([
    [200, []],
    [201, [{ code: 'too-many-checks', message: 'More than 200 checks: the rest is in (other). Give checks fixed names' }]],
  ])('warns of too many checks: %d', (count, expected) => {
    const record = (recorder: LoggingRecorder): void => {
      for (let n = 0; n < count; n += 1) recorder.scope('s', 0).check(`check ${n}`, true, n)
    }
    expect(warnings(record)).toEqual(expected)
  })

  it.each([
    [200, []],
    [
      201,
      [
        {
          code: 'too-many-trends',
          message: 'More than 200 custom metrics: the rest is in (other). Give `record` fixed names',
        },
      ],
    ],
  ])('warns of too many custom metrics: %d', (count, expected) => {
    const record = (recorder: LoggingRecorder): void => {
      for (let n = 0; n < count; n += 1) recorder.scope('s', 0).trend(`metric ${n}`, n, n)
    }
    expect(warnings(record)).toEqual(expected)
  })

  const burst: Burst = { kind: 'burst', iterations: 6, concurrency: 2 }

  it.each([
    ['a shared number', sharedIterations(2, 6), 5, 'Only 5 of 6 iterations were started in time: raise `maxDuration`'],
    ['a number for each', perVuIterations(2, 3), 5, 'Only 5 of 6 iterations were started in time: raise `maxDuration`'],
    ['a number for each', perVuIterations(2, 3), 0, 'Only 0 of 6 iterations were started in time: raise `maxDuration`'],
    ['a burst', burst, 5, 'Only 5 of 6 iterations were started in time: raise `maxDuration`'],
    ['a shared number', sharedIterations(2, 6), 6, undefined],
    ['a number for each', perVuIterations(2, 3), 6, undefined],
    ['a burst', burst, 6, undefined],
    ['no number', constant, 0, undefined],
  ] as const)('warns of iterations that are missing of %s', (_, profile, started, message) => {
    const record = (recorder: LoggingRecorder): void => {
      for (let n = 0; n < started; n += 1) recorder.scope('s', 0).iterationStarted(n)
    }
    expect(warnings(record, profile)).toEqual(message === undefined ? [] : [{ code: 'iterations-missing', message }])
  })

  it.each([
    ['what was due', constantRate('10/s', '10s'), 10, '10 iterations were not started'],
    ['what was due', constantRate('10/s', '10s'), 1, '1 iteration was not started'],
    ['a shared number', sharedIterations(2, 6), 0, '5 iterations were not started'],
    ['users', constant, 0, 'users left'],
  ] as const)('warns of rows that are used up before %s', (_, profile, lacking, what) => {
    const record = (recorder: LoggingRecorder): void => recorder.scope('s', 0).iterationStarted(0)
    const message = `All rows of test data were used, so ${what}: add rows, or choose another \`whenEmpty\``
    expect(warnings(record, profile, { withoutRows: new Map([['s', lacking]]) })).toEqual([{ code: 'rows-used-up', message }])
  })

  it.each([
    [0, undefined],
    [1, 'One request was still in flight at the end and cut: neither a success nor a failure'],
    [1200, '1,200 requests were still in flight at the end and cut: neither successes nor failures'],
  ])('warns of requests that were cut: %d', (count, message) => {
    const record = (recorder: LoggingRecorder): void => {
      for (let n = 0; n < count; n += 1) recorder.scope('s', 0).request(sample({ end: n, outcome: 'interrupted' }))
    }
    expect(warnings(record)).toEqual(message === undefined ? [] : [{ code: 'interrupted', message }])
  })
})

describe('a number of requests', () => {
  const start =
    (started: number) =>
    (recorder: LoggingRecorder): void => {
      for (let n = 0; n < started; n += 1) recorder.scope('s', 0).iterationStarted(n)
    }
  const message = 'The load ended after 1,000 requests (`maxRequests`), '

  it.each([
    ['in the middle', constant, { usedUpAt: 2500 }, '7.5 s before its planned end'],
    ['before it began', constant, { usedUpAt: Number.NEGATIVE_INFINITY }, '10 s before its planned end'],
    ['in the grace, with more to send', constant, { usedUpAt: 10_500, hasRefused: true }, 'before all was done'],
    ['before all iterations were started', sharedIterations(2, 6), { usedUpAt: 2500 }, 'before all was done'],
    ['in the last iterations', sharedIterations(2, 5), { usedUpAt: 2500, hasRefused: true }, 'before all was done'],
  ] as const)('that was used up %s is told, once', (_, profile, limited, when) => {
    expect(warnings(start(5), profile, limited)).toEqual([{ code: 'max-requests', message: message + when }])
  })

  it.each([
    ['with the last request of all', sharedIterations(2, 5), { usedUpAt: 2500 }],
    ['after the planned end', constant, { usedUpAt: 10_500 }],
  ] as const)('that was used up %s kept the run from nothing', (_, profile, limited) => {
    expect(warnings(start(5), profile, limited)).toEqual([])
  })
})

it('threads that sent less than all, as some had no more to send', () => {
  expect(warnings(() => {}, sharedIterations(2, 6), { usedUpAt: undefined, hasRefused: true })).toEqual([
    {
      code: 'max-requests',
      message: 'Some threads had sent their share of 1,000 requests (`maxRequests`) before the others, and did no more',
    },
  ])
})

describe('scenarios side by side', () => {
  it('are named', () => {
    expect(warningsOfProfile(constantVus(20, '1s', { spawnRate: '10/s' }), ['LOAD_VUS=20 replaced 5 users'], 'buy')).toEqual([
      { code: 'profile-overridden', message: 'buy: LOAD_VUS=20 replaced 5 users' },
      { code: 'users-missing', message: 'buy: Only 10 of 20 users join in time: raise `spawnRate` or the duration' },
    ])
    const recorder = new LoggingRecorder({ stages: [{ name: '', start: 0, end: 10_000 }] })
    for (let n = 0; n < 3; n += 1) recorder.scope('buy', 0).iterationStarted(n)
    const plan = planOf(
      [
        ['browse', constant],
        ['buy', sharedIterations(2, 6)],
      ],
      true,
    )
    const limited = { usedUpAt: undefined, hasRefused: false, withoutRows: new Map() }
    expect(warningsOf(plan, recorder, recorder.finish(10_000), limited)).toEqual([
      { code: 'iterations-missing', message: 'buy: Only 3 of 6 iterations were started in time: raise `maxDuration`' },
    ])
  })
})
