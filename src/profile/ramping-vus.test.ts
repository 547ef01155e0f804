import { describe, expect, expectTypeOf, it } from 'vitest'
import type { RampingVus } from './profile.ts'
import { rampingVus } from './ramping-vus.ts'

describe('rampingVus', () => {
  it('names unnamed stages by their position and starts each where the one before ended', () => {
    const profile = rampingVus([
      { target: 10, duration: '10s' },
      { name: 'peak', from: 100, target: 100, duration: '1m' },
      { target: 0, duration: 500 },
    ])
    expect(profile).toStrictEqual({
      kind: 'ramping-vus',
      startVus: 0,
      stages: [
        { name: 'stage 1', from: 0, target: 10, duration: 10_000 },
        { name: 'peak', from: 100, target: 100, duration: 60_000 },
        { name: 'stage 3', from: 100, target: 0, duration: 500 },
      ],
    })
  })

  it.each([
    ['startVus', rampingVus([{ target: 10, duration: '1s' }], { startVus: 5 })],
    ['from of the first stage', rampingVus([{ from: 5, target: 10, duration: '1s' }])],
    ['both, if they are the same', rampingVus([{ from: 5, target: 10, duration: '1s' }], { startVus: 5 })],
  ])('opens at %s', (_, { startVus, stages }) => {
    expect({ startVus, from: stages[0]?.from }).toEqual({ startVus: 5, from: 5 })
  })

  it('may have users at its start only', () => {
    expect(rampingVus([{ target: 0, duration: '1s' }], { startVus: 1 }).stages[0]?.from).toBe(1)
  })

  it('is frozen to its leaves and the same after JSON', () => {
    const profile = rampingVus([{ target: 10, duration: '1s' }], { gracefulStop: '5s' })
    expect([profile, profile.stages, profile.stages[0]].map(Object.isFrozen)).toEqual([true, true, true])
    expect(JSON.parse(JSON.stringify(profile))).toStrictEqual(profile)
  })

  it.each<[given: unknown[], message: string]>([
    [[[]], 'rampingVus: Expected `stages` to be a list of at least one stage, got an empty list'],
    [[10], 'rampingVus: Expected `stages` to be a list of at least one stage, got 10'],
    [[[{ target: 1.5, duration: 1 }]], 'rampingVus: Expected `stages[0].target` to be a whole number of at least 0, got 1.5'],
    [[[{ target: -1, duration: 1 }]], 'rampingVus: Expected `stages[0].target` to be a whole number of at least 0, got -1'],
    [[[{ target: 1, duration: 0 }]], "rampingVus: Expected `stages[0].duration` to be a time above 0, such as '30s', got 0"],
    [[[{ name: '', target: 1, duration: 1 }]], "rampingVus: Expected `stages[0].name` to be a text, got ''"],
    [[[{ target: 1, duration: 1, form: 5 }]], 'rampingVus: Unknown option `stages[0].form`: did you mean `from`?'],
    [[[{ target: 1, duration: 1 }], { startVUs: 5 }], 'rampingVus: Unknown option `startVUs`: did you mean `startVus`?'],
    [
      [[{ target: 0, duration: '1s' }]],
      'rampingVus: Expected `stages` to have users somewhere, such as `target: 10`, got 0 users throughout',
    ],
    [
      [[{ from: 5, target: 10, duration: '1s' }], { startVus: 3 }],
      'rampingVus: Expected `startVus` to be 5, as `stages[0].from` is, or left out, got 3',
    ],
    [
      [
        [
          { target: 'ten', duration: '1s' },
          { target: 10, duration: 'long' },
        ],
        { startVus: -1, gracefulStop: 'soon' },
      ],
      [
        'rampingVus: 4 problems',
        "  - Expected `stages[0].target` to be a whole number of at least 0, got 'ten'",
        "  - Expected `stages[1].duration` to be a time above 0, such as '30s', got 'long'",
        '  - Expected `startVus` to be a whole number of at least 0, got -1',
        "  - Expected `gracefulStop` to be a time of at least 0, such as '30s', got 'soon'",
      ].join('\n'),
    ],
    [
      [[{ target: 0, duration: '1s' }], { gracefulStop: 'soon' }],
      [
        'rampingVus: 2 problems',
        '  - Expected `stages` to have users somewhere, such as `target: 10`, got 0 users throughout',
        "  - Expected `gracefulStop` to be a time of at least 0, such as '30s', got 'soon'",
      ].join('\n'),
    ],
  ])('refuses %j', (given, message) => {
    expect(() => rampingVus(...(given as Parameters<typeof rampingVus>))).toThrow(
      expect.objectContaining({ name: 'OptionsError', message }),
    )
  })

  it('compiles only with quantities that can be read', () => {
    expectTypeOf(rampingVus).returns.toEqualTypeOf<RampingVus>()
    expectTypeOf(rampingVus).toBeCallableWith([{ name: 'peak', from: 1, target: 5, duration: '10s' }], { startVus: 1 })
    // @ts-expect-error users are a number, rates belong to rampingRate
    expect(() => rampingVus([{ target: '10/s', duration: '1s' }])).toThrow()
    // @ts-expect-error a time has a unit
    expect(() => rampingVus([{ target: 10, duration: '10' }])).toThrow()
    // @ts-expect-error a stage has a duration
    expect(() => rampingVus([{ target: 10 }])).toThrow()
  })
})
