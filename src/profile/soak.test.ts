import { describe, expect, expectTypeOf, it } from 'vitest'
import type { RampingRate, RampingVus } from './profile.ts'
import { rampingRate } from './ramping-rate.ts'
import { rampingVus } from './ramping-vus.ts'
import { soak } from './soak.ts'

describe('soak', () => {
  it('ramps up in a minute and then lasts an hour', () => {
    expect(soak(5)).toStrictEqual(
      rampingVus([
        { name: 'ramp up', target: 5, duration: '1m' },
        { name: 'soak', target: 5, duration: '1h' },
      ]),
    )
  })

  it('starts at its level where there is no ramp', () => {
    expect(soak(5, '8h', { ramp: 0, gracefulStop: '1m' })).toStrictEqual(
      rampingVus([{ name: 'soak', from: 5, target: 5, duration: '8h' }], { gracefulStop: '1m' }),
    )
  })

  it('is one of arrivals where its level is a rate', () => {
    expect(soak('20/s', '2h', { ramp: '5m', arrivals: 'poisson', vus: 30 })).toStrictEqual(
      rampingRate(
        [
          { name: 'ramp up', target: 20, duration: '5m' },
          { name: 'soak', target: 20, duration: '2h' },
        ],
        { arrivals: 'poisson', vus: 30 },
      ),
    )
  })

  it.each<[given: unknown[], message: string]>([
    [[0], 'soak: Expected `level` to be a whole number of at least 1, got 0'],
    [['0/s'], "soak: Expected `level` to be a rate above 0, such as '200/s', got '0/s'"],
    [[5, 0], "soak: Expected `duration` to be a time above 0, such as '30s', got 0"],
    [[5, '1h', { ramp: -1 }], "soak: Expected `ramp` to be a time of at least 0, such as '30s', got -1"],
    [[5, '1h', { vus: 5 }], 'soak: Unknown option `vus`: known are `ramp`, `gracefulStop`'],
    [['5/s', '1h', { vus: 50, maxVus: 5 }], 'soak: Expected `maxVus` to be at least 50, as `vus` is, got 5'],
  ])('refuses %j', (given, message) => {
    expect(() => soak(...(given as Parameters<typeof soak>))).toThrow(expect.objectContaining({ name: 'OptionsError', message }))
  })

  it('compiles to the profile of its level', () => {
    expectTypeOf(soak(5)).toEqualTypeOf<RampingVus>()
    expectTypeOf(soak('5/s')).toEqualTypeOf<RampingRate>()
    // @ts-expect-error users have no arrivals
    expect(() => soak(5, '1h', { arrivals: 'poisson' })).toThrow()
  })
})
