import { describe, expect, expectTypeOf, it } from 'vitest'
import { constantRate } from './constant-rate.ts'
import type { ConstantRate } from './profile.ts'

describe('constantRate', () => {
  it('turns what a user writes into milliseconds and rates per second', () => {
    const options = { arrivals: 'poisson', vus: 5, maxVus: 50, gracefulStop: '5s' } as const
    expect(constantRate('600/min', '30s', options)).toStrictEqual({
      kind: 'constant-rate',
      rate: 10,
      duration: 30_000,
      arrivals: 'poisson',
      vus: 5,
      maxVus: 50,
      gracefulStop: 5000,
    })
  })

  it('has uniform arrivals, and users for 1 s and 10 s of them', () => {
    expect(constantRate(200, '30s')).toStrictEqual({
      kind: 'constant-rate',
      rate: 200,
      duration: 30_000,
      arrivals: 'uniform',
      vus: 200,
      maxVus: 2000,
    })
  })

  it.each([
    ['at least 10 and 100', 0.5, {}, { vus: 10, maxVus: 100 }],
    ['whole users', 20.01, {}, { vus: 21, maxVus: 201 }],
    ['at most 10,000', 5000, {}, { vus: 5000, maxVus: 10_000 }],
    ['as many more as are started', 20_000, {}, { vus: 20_000, maxVus: 20_000 }],
    ['as many more as were asked to be started', 5, { vus: 500 }, { vus: 500, maxVus: 500 }],
    ['no more started than there may be', 200, { maxVus: 50 }, { vus: 50, maxVus: 50 }],
  ])('has by default %s', (_, rate, options, users) => {
    expect(constantRate(rate, '1s', options)).toMatchObject(users)
  })

  it('is frozen and the same after JSON', () => {
    const profile = constantRate('200/s', '30s')
    expect(Object.isFrozen(profile)).toBe(true)
    expect(JSON.parse(JSON.stringify(profile))).toStrictEqual(profile)
  })

  it.each<[given: unknown[], message: string]>([
    [[0, '10s'], "constantRate: Expected `rate` to be a rate above 0, such as '200/s', got 0"],
    [['-5/s', '10s'], "constantRate: Expected `rate` to be a rate above 0, such as '200/s', got '-5/s'"],
    [['fast', '10s'], "constantRate: Expected `rate` to be a rate above 0, such as '200/s', got 'fast'"],
    [[5], "constantRate: Expected `duration` to be a time above 0, such as '30s', got undefined"],
    [[5, '1s', { vus: 20, maxVus: 10 }], 'constantRate: Expected `maxVus` to be at least 20, as `vus` is, got 10'],
    [[5, '1s', { vus: 0 }], 'constantRate: Expected `vus` to be a whole number of at least 1, got 0'],
    [[5, '1s', { arrivals: 'random' }], "constantRate: Expected `arrivals` to be one of 'uniform', 'poisson', got 'random'"],
    [[5, '1s', { maxVUs: 10 }], 'constantRate: Unknown option `maxVUs`: did you mean `maxVus`?'],
    [
      ['0/s', 0, { vus: 'many', maxVus: 1.5, gracefulStop: 'soon' }],
      [
        'constantRate: 5 problems',
        "  - Expected `rate` to be a rate above 0, such as '200/s', got '0/s'",
        "  - Expected `duration` to be a time above 0, such as '30s', got 0",
        "  - Expected `vus` to be a whole number of at least 1, got 'many'",
        '  - Expected `maxVus` to be a whole number of at least 1, got 1.5',
        "  - Expected `gracefulStop` to be a time of at least 0, such as '30s', got 'soon'",
      ].join('\n'),
    ],
    [
      [0, '1s', { vus: 20, maxVus: 10 }],
      [
        'constantRate: 2 problems',
        "  - Expected `rate` to be a rate above 0, such as '200/s', got 0",
        '  - Expected `maxVus` to be at least 20, as `vus` is, got 10',
      ].join('\n'),
    ],
  ])('refuses %j', (given, message) => {
    expect(() => constantRate(...(given as Parameters<typeof constantRate>))).toThrow(
      expect.objectContaining({ name: 'OptionsError', code: 'ERR_LOAD_OPTIONS', message }),
    )
  })

  it('compiles only with quantities that can be read', () => {
    expectTypeOf(constantRate).returns.toEqualTypeOf<ConstantRate>()
    expectTypeOf(constantRate).toBeCallableWith('60/min', 500, { arrivals: 'poisson', vus: 1, maxVus: 2 })
    // @ts-expect-error a rate is per something
    expect(() => constantRate('5s', '1s')).toThrow()
    // @ts-expect-error arrivals that are none
    expect(() => constantRate(5, '1s', { arrivals: 'even' })).toThrow()
  })
})
