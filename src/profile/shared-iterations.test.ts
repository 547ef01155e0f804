import { describe, expect, expectTypeOf, it } from 'vitest'
import type { SharedIterations } from './profile.ts'
import { sharedIterations } from './shared-iterations.ts'

describe('sharedIterations', () => {
  it('stops after 10 min unless told otherwise', () => {
    expect(sharedIterations(5, 50)).toStrictEqual({ kind: 'shared-iterations', vus: 5, iterations: 50, maxDuration: 600_000 })
  })

  it('turns what a user writes into milliseconds', () => {
    expect(sharedIterations(5, 5, { maxDuration: '2m', gracefulStop: 0 })).toStrictEqual({
      kind: 'shared-iterations',
      vus: 5,
      iterations: 5,
      maxDuration: 120_000,
      gracefulStop: 0,
    })
  })

  it('is frozen and the same after JSON', () => {
    const profile = sharedIterations(5, 50)
    expect(Object.isFrozen(profile)).toBe(true)
    expect(JSON.parse(JSON.stringify(profile))).toStrictEqual(profile)
  })

  it.each<[given: unknown[], message: string]>([
    [[6, 5], 'sharedIterations: Expected `vus` to be at most 5, the iterations to share, got 6'],
    [[6, 0], 'sharedIterations: Expected `iterations` to be a whole number of at least 1, got 0'],
    [[5, 50, { maxDuration: 0 }], "sharedIterations: Expected `maxDuration` to be a time above 0, such as '30s', got 0"],
    [[5, 50, { duration: '1m' }], 'sharedIterations: Unknown option `duration`: did you mean `maxDuration`?'],
    [
      [6, 5, { maxDuration: 'long', gracefulStop: 'soon' }],
      [
        'sharedIterations: 3 problems',
        '  - Expected `vus` to be at most 5, the iterations to share, got 6',
        "  - Expected `maxDuration` to be a time above 0, such as '30s', got 'long'",
        "  - Expected `gracefulStop` to be a time of at least 0, such as '30s', got 'soon'",
      ].join('\n'),
    ],
  ])('refuses %j', (given, message) => {
    expect(() => sharedIterations(...(given as Parameters<typeof sharedIterations>))).toThrow(
      expect.objectContaining({ name: 'OptionsError', message }),
    )
  })

  it('compiles only with quantities that can be read', () => {
    expectTypeOf(sharedIterations).returns.toEqualTypeOf<SharedIterations>()
    // @ts-expect-error iterations are a number
    expect(() => sharedIterations(5, '50')).toThrow()
    // @ts-expect-error a time has a unit
    expect(() => sharedIterations(5, 50, { maxDuration: '10' })).toThrow()
  })
})
