import { describe, expect, expectTypeOf, it } from 'vitest'
import { constantVus } from './constant-vus.ts'
import type { ConstantVus } from './profile.ts'

describe('constantVus', () => {
  it('turns what a user writes into milliseconds and rates per second', () => {
    expect(constantVus(100, '10s', { spawnRate: '60/min', gracefulStop: '5s' })).toStrictEqual({
      kind: 'constant-vus',
      vus: 100,
      duration: 10_000,
      spawnRate: 1,
      gracefulStop: 5000,
    })
  })

  it('leaves out what was left out', () => {
    expect(constantVus(1, 500)).toStrictEqual({ kind: 'constant-vus', vus: 1, duration: 500 })
  })

  it('takes a gracefulStop of 0', () => {
    expect(constantVus(1, '1s', { gracefulStop: 0 }).gracefulStop).toBe(0)
  })

  it('is frozen and the same after JSON', () => {
    const profile = constantVus(100, '10s', { spawnRate: 2 })
    expect(Object.isFrozen(profile)).toBe(true)
    expect(JSON.parse(JSON.stringify(profile))).toStrictEqual(profile)
  })

  it.each<[given: unknown[], message: string]>([
    [[0, '10s'], 'constantVus: Expected `vus` to be a whole number of at least 1, got 0'],
    [[1.5, '10s'], 'constantVus: Expected `vus` to be a whole number of at least 1, got 1.5'],
    [['100', '10s'], "constantVus: Expected `vus` to be a whole number of at least 1, got '100'"],
    [[100], "constantVus: Expected `duration` to be a time above 0, such as '30s', got undefined"],
    [[100, '0s'], "constantVus: Expected `duration` to be a time above 0, such as '30s', got '0s'"],
    [[100, '10s', { spawnRate: 0 }], "constantVus: Expected `spawnRate` to be a rate above 0, such as '200/s', got 0"],
    [
      [100, '10s', { gracefulStop: -1 }],
      "constantVus: Expected `gracefulStop` to be a time of at least 0, such as '30s', got -1",
    ],
    [[100, '10s', { spwanRate: 5 }], 'constantVus: Unknown option `spwanRate`: did you mean `spawnRate`?'],
    [[100, '10s', { vus: 5 }], 'constantVus: Unknown option `vus`: known are `spawnRate`, `gracefulStop`'],
    [[100, '10s', '5/s'], "constantVus: Expected a value to be an object of options, got '5/s'"],
    [
      ['many', 'long', { spawnRate: '-5/s' }],
      [
        'constantVus: 3 problems',
        "  - Expected `vus` to be a whole number of at least 1, got 'many'",
        "  - Expected `duration` to be a time above 0, such as '30s', got 'long'",
        "  - Expected `spawnRate` to be a rate above 0, such as '200/s', got '-5/s'",
      ].join('\n'),
    ],
  ])('refuses %j', (given, message) => {
    expect(() => constantVus(...(given as Parameters<typeof constantVus>))).toThrow(
      expect.objectContaining({ name: 'OptionsError', code: 'ERR_LOAD_OPTIONS', message }),
    )
  })

  it('compiles only with quantities that can be read', () => {
    expectTypeOf(constantVus).returns.toEqualTypeOf<ConstantVus>()
    expectTypeOf(constantVus).toBeCallableWith(100, '1.5s', { spawnRate: '60/min', gracefulStop: 100 })
    // @ts-expect-error users are a number
    expect(() => constantVus('many', '1s')).toThrow()
    // @ts-expect-error a time has a unit
    expect(() => constantVus(1, '1 day')).toThrow()
    // @ts-expect-error a rate is per something
    expect(() => constantVus(1, '1s', { spawnRate: '5s' })).toThrow()
    // @ts-expect-error an option that isn't one
    expect(() => constantVus(1, '1s', { spawn: 5 })).toThrow()
  })
})
