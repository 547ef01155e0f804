import { describe, expect, expectTypeOf, it } from 'vitest'
import type { RampingRate } from './profile.ts'
import { rampingRate } from './ramping-rate.ts'

describe('rampingRate', () => {
  it('names unnamed stages by their position and starts each where the one before ended', () => {
    const profile = rampingRate(
      [
        { target: '20/s', duration: '10s' },
        { name: 'peak', from: '12000/min', target: 200, duration: '1m' },
        { target: 0, duration: 500 },
      ],
      { arrivals: 'poisson', gracefulStop: '5s' },
    )
    expect(profile).toStrictEqual({
      kind: 'ramping-rate',
      startRate: 0,
      stages: [
        { name: 'stage 1', from: 0, target: 20, duration: 10_000 },
        { name: 'peak', from: 200, target: 200, duration: 60_000 },
        { name: 'stage 3', from: 200, target: 0, duration: 500 },
      ],
      arrivals: 'poisson',
      vus: 200,
      maxVus: 2000,
      gracefulStop: 5000,
    })
  })

  it.each([
    ['startRate', rampingRate([{ target: 10, duration: '1s' }], { startRate: '60/min' })],
    ['from of the first stage', rampingRate([{ from: 1, target: 10, duration: '1s' }])],
    ['both, if they are the same', rampingRate([{ from: '1/s', target: 10, duration: '1s' }], { startRate: '60/min' })],
  ])('opens at %s', (_, { startRate, stages }) => {
    expect({ startRate, from: stages[0]?.from }).toEqual({ startRate: 1, from: 1 })
  })

  it.each([
    ['a target', rampingRate([{ target: 200, duration: '1s' }])],
    ['a jump', rampingRate([{ from: 200, target: 5, duration: '1s' }])],
    ['its start', rampingRate([{ target: 5, duration: '1s' }], { startRate: 200 })],
  ])('has users for its peak, also where that is %s', (_, profile) => {
    expect(profile).toMatchObject({ vus: 200, maxVus: 2000 })
  })

  it('is frozen to its leaves and the same after JSON', () => {
    const profile = rampingRate([{ target: 10, duration: '1s' }])
    expect([profile, profile.stages, profile.stages[0]].map(Object.isFrozen)).toEqual([true, true, true])
    expect(JSON.parse(JSON.stringify(profile))).toStrictEqual(profile)
  })

  it.each<[given: unknown[], message: string]>([
    [[[]], 'rampingRate: Expected `stages` to be a list of at least one stage, got an empty list'],
    [
      [[{ target: '-1/s', duration: 1 }]],
      "rampingRate: Expected `stages[0].target` to be a rate of at least 0, such as '200/s', got '-1/s'",
    ],
    [
      [[{ target: 1, duration: '0s' }]],
      "rampingRate: Expected `stages[0].duration` to be a time above 0, such as '30s', got '0s'",
    ],
    [[[{ target: 1, duration: 1, form: 5 }]], 'rampingRate: Unknown option `stages[0].form`: did you mean `from`?'],
    [
      [
        [
          { target: '0/s', duration: '1s' },
          { target: 0, duration: '1s' },
        ],
        { startRate: '0/min' },
      ],
      "rampingRate: Expected `stages` to have arrivals somewhere, such as `target: '20/s'`, got a rate of 0 throughout",
    ],
    [
      [[{ from: '5/s', target: 10, duration: '1s' }], { startRate: '3/s' }],
      "rampingRate: Expected `startRate` to be 5/s, as `stages[0].from` is, or left out, got '3/s'",
    ],
    [
      [[{ target: 10, duration: '1s' }], { vus: 20, maxVus: 10 }],
      'rampingRate: Expected `maxVus` to be at least 20, as `vus` is, got 10',
    ],
    [
      [[{ from: 5, target: 0, duration: '1s' }], { startRate: 'slow' }],
      "rampingRate: Expected `startRate` to be a rate of at least 0, such as '200/s', got 'slow'",
    ],
    [
      [
        [
          { target: 'ten', duration: '1s' },
          { target: 10, duration: 'long' },
        ],
        { startRate: -1, vus: 20, maxVus: 10 },
      ],
      [
        'rampingRate: 3 problems',
        "  - Expected `stages[0].target` to be a rate of at least 0, such as '200/s', got 'ten'",
        "  - Expected `stages[1].duration` to be a time above 0, such as '30s', got 'long'",
        "  - Expected `startRate` to be a rate of at least 0, such as '200/s', got -1",
      ].join('\n'),
    ],
    [
      [[{ target: 0, duration: '1s' }], { vus: 20, maxVus: 10 }],
      [
        'rampingRate: 2 problems',
        "  - Expected `stages` to have arrivals somewhere, such as `target: '20/s'`, got a rate of 0 throughout",
        '  - Expected `maxVus` to be at least 20, as `vus` is, got 10',
      ].join('\n'),
    ],
  ])('refuses %j', (given, message) => {
    expect(() => rampingRate(...(given as Parameters<typeof rampingRate>))).toThrow(
      expect.objectContaining({ name: 'OptionsError', message }),
    )
  })

  it('compiles only with quantities that can be read', () => {
    expectTypeOf(rampingRate).returns.toEqualTypeOf<RampingRate>()
    expectTypeOf(rampingRate).toBeCallableWith([{ name: 'peak', from: 1, target: '5/s', duration: '10s' }], { startRate: 1 })
    // @ts-expect-error a rate is per something
    expect(() => rampingRate([{ target: '10', duration: '1s' }])).toThrow()
    // @ts-expect-error users belong to rampingVus
    expect(() => rampingRate([{ target: 10, duration: '1s' }], { startVus: 5 })).toThrow()
  })
})
