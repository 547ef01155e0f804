import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { constantRate } from './constant-rate.ts'
import { constantVus } from './constant-vus.ts'
import { overrideProfile, overridesFromEnvironment } from './overrides.ts'
import { perVuIterations } from './per-vu-iterations.ts'
import type { RampingRate, RampingVus } from './profile.ts'
import { rampingRate } from './ramping-rate.ts'
import { rampingVus } from './ramping-vus.ts'
import { sharedIterations } from './shared-iterations.ts'
import { latestStop } from './timeline.ts'

describe('overridesFromEnvironment', () => {
  it('finds nothing in an environment without them, or where they are empty', () => {
    const none = { vus: undefined, rate: undefined, duration: undefined }
    expect(overridesFromEnvironment({ HOME: '/root' })).toEqual(none)
    expect(overridesFromEnvironment({ LOAD_VUS: '', LOAD_RATE: '', LOAD_DURATION: '' })).toEqual(none)
  })

  it('reads quantities with their units', () => {
    const env = { LOAD_VUS: '5', LOAD_RATE: '60/min', LOAD_DURATION: '1.5s' }
    expect(overridesFromEnvironment(env)).toEqual({ vus: 5, rate: 1, duration: 1500 })
  })

  it('reads bare numbers as per second and as milliseconds', () => {
    expect(overridesFromEnvironment({ LOAD_RATE: '200', LOAD_DURATION: '30' })).toEqual({ rate: 200, duration: 30 })
  })

  it('names every bad variable in one error', () => {
    const message = [
      'environment: 3 problems',
      "  - Expected `LOAD_VUS` to be a whole number of at least 1, got 'many'",
      "  - Expected `LOAD_RATE` to be a rate above 0, such as '200/s', got 0",
      "  - Expected `LOAD_DURATION` to be a time above 0, such as '30s', got '30 days'",
    ].join('\n')
    expect(() => overridesFromEnvironment({ LOAD_VUS: 'many', LOAD_RATE: '0', LOAD_DURATION: '30 days' })).toThrow(
      expect.objectContaining({ name: 'OptionsError', message }),
    )
  })
})

describe('overrideProfile', () => {
  const constant = constantVus(100, '10s', { spawnRate: 5 })
  const ramp = rampingVus(
    [
      { target: 1, duration: '10s' },
      { target: 100, duration: '30s' },
      { from: 30, target: 0, duration: '20s' },
    ],
    { startVus: 2 },
  )

  it('leaves a profile alone where nothing is asked for', () => {
    expect(overrideProfile(constant, {})).toEqual({ profile: constant, notes: [] })
  })

  it('replaces users and duration of constantVus', () => {
    expect(overrideProfile(constant, { vus: 5, duration: 30_000 })).toEqual({
      profile: { ...constant, vus: 5, duration: 30_000 },
      notes: ['LOAD_VUS=5 replaced 100 users', 'LOAD_DURATION=30 s replaced 10 s'],
    })
  })

  it('scales all levels of a ramp to the new peak, but keeps a user where there was one', () => {
    const { profile, notes } = overrideProfile(ramp, { vus: 10 })
    expect(profile).toMatchObject({
      startVus: 1,
      stages: [
        { from: 1, target: 1 },
        { from: 1, target: 10 },
        { from: 3, target: 0 },
      ],
    })
    expect(notes).toEqual(['LOAD_VUS=10 replaced a peak of 100 users'])
  })

  it('scales all stages of a ramp to the new duration', () => {
    const { profile, notes } = overrideProfile(ramp, { duration: 6000 })
    expect(profile).toMatchObject({ stages: [{ duration: 1000 }, { duration: 3000 }, { duration: 2000 }] })
    expect(notes).toEqual(['LOAD_DURATION=6 s replaced 60 s'])
  })

  it('reaches exactly the peak and the duration that were asked for', () => {
    const stage = fc.record({ target: fc.integer({ min: 1, max: 10_000 }), duration: fc.integer({ min: 1, max: 1_000_000 }) })
    const asked = fc.record({ vus: fc.integer({ min: 1, max: 10_000 }), duration: fc.integer({ min: 1, max: 1_000_000 }) })
    fc.assert(
      fc.property(fc.array(stage, { minLength: 1, maxLength: 8 }), asked, (stages, { vus, duration }) => {
        const profile = overrideProfile(rampingVus(stages), { vus, duration }).profile as RampingVus
        expect(Math.max(...profile.stages.map(({ target }) => target))).toBe(vus)
        expect(latestStop(profile)).toBeCloseTo(duration, 6)
      }),
    )
  })

  it.each([
    ['sharedIterations', sharedIterations(5, 50)],
    ['perVuIterations', perVuIterations(5, 50)],
  ])('replaces users and maxDuration of %s', (_, profile) => {
    expect(overrideProfile(profile, { vus: 1, duration: 30_000 })).toEqual({
      profile: { ...profile, vus: 1, maxDuration: 30_000 },
      notes: ['LOAD_VUS=1 replaced 5 users', 'LOAD_DURATION=30 s replaced a maxDuration of 10 min'],
    })
  })

  it('refuses more users than iterations to share', () => {
    const message = 'environment: Expected `LOAD_VUS` to be at most 50, the iterations to share, got 51'
    expect(() => overrideProfile(sharedIterations(5, 50), { vus: 51 })).toThrow(
      expect.objectContaining({ name: 'OptionsError', message }),
    )
    expect(overrideProfile(perVuIterations(5, 50), { vus: 51 }).profile).toHaveProperty('vus', 51)
  })

  it('says that a rate has no effect on users', () => {
    expect(overrideProfile(ramp, { rate: 200 })).toEqual({
      profile: ramp,
      notes: ['LOAD_RATE=200/s has no effect: the profile sets users, not an arrival rate'],
    })
  })

  it.each([
    ['constantVus', constant],
    ['rampingVus', ramp],
    ['sharedIterations', sharedIterations(5, 50)],
  ])('returns a frozen %s', (_, profile) => {
    expect(Object.isFrozen(overrideProfile(profile, { vus: 5, duration: 5 }).profile)).toBe(true)
  })
})

describe('overrideProfile on an arrival rate', () => {
  const constant = constantRate('200/s', '10s')
  const ramp = rampingRate(
    [
      { target: 20, duration: '10s' },
      { from: 200, target: 100, duration: '30s' },
    ],
    { startRate: 2 },
  )

  it('replaces the rate and duration of constantRate, and the users that followed from it', () => {
    expect(overrideProfile(constant, { rate: 50, duration: 30_000 })).toEqual({
      profile: constantRate(50, '30s'),
      notes: ['LOAD_RATE=50/s replaced 200/s', 'LOAD_DURATION=30 s replaced 10 s'],
    })
  })

  it('scales all rates of a ramp to the new peak, and its stages to the new duration', () => {
    const { profile, notes } = overrideProfile(ramp, { rate: 50, duration: 4000 })
    const stages = [
      { target: 5, duration: '1s' },
      { from: 50, target: 25, duration: '3s' },
    ] as const
    expect(profile).toEqual(rampingRate(stages, { startRate: 0.5 }))
    expect(notes).toEqual(['LOAD_RATE=50/s replaced a peak of 200/s', 'LOAD_DURATION=4 s replaced 40 s'])
  })

  it('reaches exactly the peak that was asked for', () => {
    const rate = fc.double({ min: 0.001, max: 10_000, noNaN: true })
    fc.assert(
      fc.property(fc.array(rate, { minLength: 1, maxLength: 8 }), rate, (targets, asked) => {
        const given = rampingRate(targets.map((target) => ({ target, duration: '1s' })))
        const { stages } = overrideProfile(given, { rate: asked }).profile as RampingRate
        expect(Math.max(...stages.map(({ target }) => target))).toBe(asked)
      }),
    )
  })

  it.each([
    ['both of them', { vus: 5, maxVus: 60 }, { vus: 5, maxVus: 60 }],
    ['vus', { vus: 5 }, { vus: 5, maxVus: 500 }],
    ['vus above what the rate asks for', { vus: 5000 }, { vus: 5000, maxVus: 5000 }],
    ['maxVus', { maxVus: 3000 }, { vus: 50, maxVus: 3000 }],
    ['maxVus below what the rate asks for', { maxVus: 40 }, { vus: 40, maxVus: 40 }],
  ])('keeps the users that were given: %s', (_, given, users) => {
    expect(overrideProfile(constantRate('200/s', '10s', given), { rate: 50 }).profile).toMatchObject(users)
  })

  it.each([
    ['within maxVus', 500, 2000, 'LOAD_VUS=500 replaced 200 users'],
    ['raising maxVus', 5000, 5000, 'LOAD_VUS=5000 replaced 200 users and raised maxVus from 2,000'],
  ])('replaces the users at the start, %s', (_, vus, maxVus, note) => {
    expect(overrideProfile(constant, { vus })).toEqual({ profile: { ...constant, vus, maxVus }, notes: [note] })
    expect(overrideProfile(ramp, { vus })).toEqual({ profile: { ...ramp, vus, maxVus }, notes: [note] })
  })

  it('takes users literally where the rate is replaced, too', () => {
    expect(overrideProfile(constant, { rate: 400, vus: 200 })).toEqual({
      profile: constantRate(400, '10s', { vus: 200 }),
      notes: ['LOAD_RATE=400/s replaced 200/s', 'LOAD_VUS=200 replaced 200 users'],
    })
  })

  it.each([
    ['constantRate', constant],
    ['rampingRate', ramp],
  ])('returns a frozen %s', (_, profile) => {
    expect(Object.isFrozen(overrideProfile(profile, { vus: 5, rate: 5, duration: 5 }).profile)).toBe(true)
  })
})
