import { describe, expect, expectTypeOf, it } from 'vitest'
import type { RampingRate, RampingVus } from './profile.ts'
import { progressive } from './progressive.ts'
import { rampingRate } from './ramping-rate.ts'
import { rampingVus } from './ramping-vus.ts'

describe('progressive', () => {
  it('jumps from level to level, each a stage that is named after it', () => {
    expect(progressive([1, 50, 1000], { step: '5m' })).toStrictEqual(
      rampingVus([
        { name: '1 user', from: 1, target: 1, duration: '5m' },
        { name: '50 users', from: 50, target: 50, duration: '5m' },
        { name: '1000 users', from: 1000, target: 1000, duration: '5m' },
      ]),
    )
  })

  it('lets users join and leave at the spawn rate, within the step', () => {
    expect(progressive([10, 50, 20, 20], { step: '10s', spawnRate: '10/s', gracefulStop: 0 })).toStrictEqual(
      rampingVus(
        [
          { name: '10 users', from: 0, target: 10, duration: '1s' },
          { name: '10 users', from: 10, target: 10, duration: '9s' },
          { name: '50 users', from: 10, target: 50, duration: '4s' },
          { name: '50 users', from: 50, target: 50, duration: '6s' },
          { name: '20 users', from: 50, target: 20, duration: '3s' },
          { name: '20 users', from: 20, target: 20, duration: '7s' },
          { name: '20 users', from: 20, target: 20, duration: '10s' },
        ],
        { gracefulStop: 0 },
      ),
    )
  })

  it('has stages that are named as rates are written', () => {
    expect(progressive(['10/s', '1200/min'], { step: '1m', arrivals: 'poisson' })).toStrictEqual(
      rampingRate(
        [
          { name: '10/s', from: 10, target: 10, duration: '1m' },
          { name: '1200/min', from: 20, target: 20, duration: '1m' },
        ],
        { arrivals: 'poisson' },
      ),
    )
  })

  it.each<[given: unknown[], message: string]>([
    [[[], { step: 1 }], 'progressive: Expected `levels` to be a list of at least one level, got an empty list'],
    [[10, { step: 1 }], 'progressive: Expected `levels` to be a list of at least one level, got 10'],
    [[[10, 0], { step: 1 }], 'progressive: Expected `levels[1]` to be a whole number of at least 1, got 0'],
    [[['10/s', '0/s'], { step: 1 }], "progressive: Expected `levels[1]` to be a rate above 0, such as '200/s', got '0/s'"],
    [[[10]], "progressive: Expected `step` to be a time above 0, such as '30s', got undefined"],
    [
      [[10, 50], { step: '5s', spawnRate: '2/s' }],
      "progressive: Expected `spawnRate` to be fast enough for 40 users within `step` (5 s), got '2/s'",
    ],
    [
      [['10/s'], { step: 1, spawnRate: 5 }],
      'progressive: Unknown option `spawnRate`: known are `step`, `arrivals`, `vus`, `maxVus`, `gracefulStop`',
    ],
    [[['10/s'], { step: 1, vus: 50, maxVus: 5 }], 'progressive: Expected `maxVus` to be at least 50, as `vus` is, got 5'],
  ])('refuses %j', (given, message) => {
    expect(() => progressive(...(given as Parameters<typeof progressive>))).toThrow(
      expect.objectContaining({ name: 'OptionsError', message }),
    )
  })

  it('compiles to the profile of its levels', () => {
    expectTypeOf(progressive([10], { step: '5m' })).toEqualTypeOf<RampingVus>()
    expectTypeOf(progressive(['10/s'], { step: '5m' })).toEqualTypeOf<RampingRate>()
    // @ts-expect-error rates have no spawn rate
    expect(() => progressive(['10/s'], { step: '5m', spawnRate: 5 })).toThrow()
  })
})
