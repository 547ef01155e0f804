import { describe, expect, it } from 'vitest'
import { constantRate } from './constant-rate.ts'
import { constantVus } from './constant-vus.ts'
import { perVuIterations } from './per-vu-iterations.ts'
import { rampingRate } from './ramping-rate.ts'
import { rampingVus } from './ramping-vus.ts'
import { scaleFromEnvironment, scaleProfile } from './scale.ts'
import { sharedIterations } from './shared-iterations.ts'

describe('scaleProfile', () => {
  it('multiplies the duration of constantVus, not users, spawn rate and gracefulStop', () => {
    const profile = constantVus(100, '1m', { spawnRate: 5, gracefulStop: '20s' })
    expect(scaleProfile(profile, 0.5)).toStrictEqual({ ...profile, duration: 30_000 })
  })

  it('multiplies the durations of stages, not their levels', () => {
    const profile = rampingVus(
      [
        { target: 10, duration: '10s' },
        { from: 2, target: 2, duration: '20s' },
      ],
      { gracefulStop: 0 },
    )
    const [first, second] = profile.stages
    const stages = [
      { ...first, duration: 20_000 },
      { ...second, duration: 40_000 },
    ]
    expect(scaleProfile(profile, 2)).toStrictEqual({ ...profile, stages })
  })

  it('multiplies the duration of constantRate, not its rate and users', () => {
    const profile = constantRate('200/s', '1m', { gracefulStop: '20s' })
    expect(scaleProfile(profile, 0.5)).toStrictEqual({ ...profile, duration: 30_000 })
  })

  it('multiplies the durations of stages of rates, not their levels', () => {
    const profile = rampingRate([{ from: 5, target: 10, duration: '10s' }])
    expect(scaleProfile(profile, 2)).toStrictEqual({ ...profile, stages: [{ ...profile.stages[0], duration: 20_000 }] })
  })

  it.each([
    ['sharedIterations', sharedIterations(5, 50)],
    ['perVuIterations', perVuIterations(5, 50)],
  ])('leaves %s as they are: neither iterations nor their limit', (_, profile) => {
    expect(scaleProfile(profile, 0.5)).toBe(profile)
  })

  it.each([
    ['keeps 1 s', '5s', 0.1, 1000],
    ['keeps what was below 1 s', '200ms', 0.1, 200],
    ['stretches what was below 1 s', '200ms', 3, 600],
    ['changes nothing at 1', '1234.5ms', 1, 1234.5],
  ] as const)('%s', (_, duration, scale, scaled) => {
    const ramp = rampingVus([{ target: 10, duration }])
    expect(scaleProfile(constantVus(1, duration), scale)).toHaveProperty('duration', scaled)
    expect(scaleProfile(ramp, scale)).toHaveProperty('stages[0].duration', scaled)
  })

  it('returns a frozen profile', () => {
    expect(Object.isFrozen(scaleProfile(constantVus(1, '10s'), 0.5))).toBe(true)
  })
})

describe('scaleFromEnvironment', () => {
  it.each([
    [undefined, 1],
    ['', 1],
    ['1', 1],
    ['0.1', 0.1],
    ['.5', 0.5],
    ['100', 100],
  ])('reads %j as %d', (LOAD_SCALE, scale) => {
    expect(scaleFromEnvironment({ LOAD_SCALE })).toBe(scale)
  })

  it.each([
    ['0', '0'],
    ['-1', '-1'],
    ['100.1', '100.1'],
    ['fast', "'fast'"],
    ['10%', "'10%'"],
    ['0x10', "'0x10'"],
  ])('refuses %j', (LOAD_SCALE, found) => {
    const message = `environment: Expected \`LOAD_SCALE\` to be a number above 0 and of at most 100, such as 1, got ${found}`
    expect(() => scaleFromEnvironment({ LOAD_SCALE })).toThrow(expect.objectContaining({ name: 'OptionsError', message }))
  })
})
