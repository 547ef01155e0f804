import { describe, expect, expectTypeOf, it } from 'vitest'
import type { RampingRate, RampingVus } from './profile.ts'
import { rampingRate } from './ramping-rate.ts'
import { rampingVus } from './ramping-vus.ts'
import { spike } from './spike.ts'
import { stagesOf } from './timeline.ts'

const times = { baseDuration: '2m', peakDuration: '1m', recoveryDuration: '2m' } as const

describe('spike', () => {
  it('jumps to its peak and back, in three named stages', () => {
    expect(spike({ base: 2, peak: 20, ...times })).toStrictEqual(
      rampingVus([
        { name: 'base', from: 2, target: 2, duration: '2m' },
        { name: 'spike', from: 20, target: 20, duration: '1m' },
        { name: 'recovery', from: 2, target: 2, duration: '2m' },
      ]),
    )
  })

  it('ramps within the spike and the recovery, which last as long as they do without', () => {
    const profile = spike({ base: 0, peak: 500, ...times, ramp: '10s' })
    expect(profile.stages).toEqual([
      { name: 'base', from: 0, target: 0, duration: 120_000 },
      { name: 'spike', from: 0, target: 500, duration: 10_000 },
      { name: 'spike', from: 500, target: 500, duration: 50_000 },
      { name: 'recovery', from: 500, target: 0, duration: 10_000 },
      { name: 'recovery', from: 0, target: 0, duration: 110_000 },
    ])
    expect(stagesOf(profile).at(-1)?.end).toBe(300_000)
  })

  it('may be all ramp', () => {
    const profile = spike({ base: 1, peak: 5, baseDuration: 1000, peakDuration: 1000, recoveryDuration: 2000, ramp: 1000 })
    expect(profile.stages.map(({ name, duration }) => [name, duration])).toEqual([
      ['base', 1000],
      ['spike', 1000],
      ['recovery', 1000],
      ['recovery', 1000],
    ])
  })

  it('is one of arrivals where its levels are rates', () => {
    const profile = spike({ base: '600/min', peak: '200/s', ...times, arrivals: 'poisson', maxVus: 500 })
    expect(profile).toStrictEqual(
      rampingRate(
        [
          { name: 'base', from: 10, target: 10, duration: '2m' },
          { name: 'spike', from: 200, target: 200, duration: '1m' },
          { name: 'recovery', from: 10, target: 10, duration: '2m' },
        ],
        { arrivals: 'poisson', maxVus: 500 },
      ),
    )
  })

  it('keeps gracefulStop', () => {
    expect(spike({ base: 2, peak: 20, ...times, gracefulStop: 0 }).gracefulStop).toBe(0)
  })

  it.each<[given: unknown, message: string]>([
    [{ base: 2, peak: 2, ...times }, 'spike: Expected `peak` to be above `base` (2), got 2'],
    [{ base: '20/s', peak: '10/s', ...times }, "spike: Expected `peak` to be above `base` (20/s), got '10/s'"],
    [
      { base: 2, peak: 20, ...times, ramp: '90s' },
      "spike: Expected `ramp` to be at most `peakDuration` and `recoveryDuration`, as it is part of both, got '90s'",
    ],
    [
      { base: 2, peak: 20, ...times, maxVus: 5 },
      'spike: Unknown option `maxVus`: known are `base`, `peak`, `baseDuration`, `peakDuration`, `recoveryDuration`, `ramp`, `gracefulStop`',
    ],
    [{ base: 'low', peak: 20, ...times }, "spike: Expected `base` to be a rate of at least 0, such as '200/s', got 'low'"],
    [
      { base: 2, peak: 20 },
      [
        'spike: 3 problems',
        "  - Expected `baseDuration` to be a time above 0, such as '30s', got undefined",
        "  - Expected `peakDuration` to be a time above 0, such as '30s', got undefined",
        "  - Expected `recoveryDuration` to be a time above 0, such as '30s', got undefined",
      ].join('\n'),
    ],
    [
      { base: '20/s', peak: '10/s', ...times, ramp: '2m', vus: 20, maxVus: 10 },
      [
        'spike: 3 problems',
        "  - Expected `peak` to be above `base` (20/s), got '10/s'",
        "  - Expected `ramp` to be at most `peakDuration` and `recoveryDuration`, as it is part of both, got '2m'",
        '  - Expected `maxVus` to be at least 20, as `vus` is, got 10',
      ].join('\n'),
    ],
  ])('refuses %j', (given, message) => {
    expect(() => spike(given as Parameters<typeof spike>[0])).toThrow(expect.objectContaining({ name: 'OptionsError', message }))
  })

  it('compiles to the profile of its levels', () => {
    expectTypeOf(spike({ base: 2, peak: 20, ...times })).toEqualTypeOf<RampingVus>()
    expectTypeOf(spike({ base: 0, peak: '20/s', ...times })).toEqualTypeOf<RampingRate>()
    // @ts-expect-error users have no arrivals
    expect(() => spike({ base: 2, peak: 20, ...times, arrivals: 'poisson' })).toThrow()
  })
})
