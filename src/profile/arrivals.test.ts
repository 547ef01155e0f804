import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arrivalTimes, plannedArrivals } from './arrivals.ts'
import { constantRate } from './constant-rate.ts'
import type { OpenProfile } from './profile.ts'
import { rampingRate } from './ramping-rate.ts'
import { anyRate, integralAt, integralOf } from './rates.fixture.ts'
import { latestStop } from './timeline.ts'

function timesOf(profile: OpenProfile, { seed = 1, warmUp = 0 } = {}): number[] {
  return [...arrivalTimes(profile, { seed, warmUp })]
}

describe('uniform arrivals', () => {
  it('are evenly spread over a constant rate, from its start to before its end', () => {
    expect(timesOf(constantRate('5/s', '1s'))).toEqual([0, 200, 400, 600, 800])
    expect(timesOf(constantRate('60/min', '2500ms'))).toEqual([0, 1000, 2000])
  })

  it('come closer as the rate rises: the area of a triangle grows with the square of time', () => {
    const profile = rampingRate([{ target: '8/s', duration: '1s' }])
    const expected = [0, Math.sqrt(1 / 4), Math.sqrt(2 / 4), Math.sqrt(3 / 4)].map((seconds) => expect.closeTo(seconds * 1000, 9))
    expect(timesOf(profile)).toEqual(expected)
  })

  it('are mirrored as the rate falls', () => {
    const profile = rampingRate([{ from: '8/s', target: 0, duration: '1s' }])
    const expected = [0, 1 - Math.sqrt(3 / 4), 1 - Math.sqrt(2 / 4), 0.5].map((seconds) => expect.closeTo(seconds * 1000, 9))
    expect(timesOf(profile)).toEqual(expected)
  })

  it('jump with the rate', () => {
    const profile = rampingRate([
      { from: 2, target: 2, duration: '1s' },
      { from: 10, target: 10, duration: '300ms' },
      { from: 1, target: 1, duration: '2s' },
    ])
    expect(timesOf(profile)).toEqual([0, 500, 1000, 1100, 1200, 1300, 2300])
  })

  it('carry what has come together over a jump and a time of rest', () => {
    const profile = rampingRate([
      { from: 1, target: 1, duration: '500ms' },
      { from: 0, target: 0, duration: '1m' },
      { from: 5, target: 5, duration: '500ms' },
    ])
    expect(timesOf(profile)).toEqual([0, 60_600, 60_800])
  })

  it('rest while the rate is 0, at the start, in between and at the end', () => {
    const rest = { from: 0, target: 0, duration: '10s' } as const
    const work = { from: 2, target: 2, duration: '1s' } as const
    expect(timesOf(rampingRate([rest, work, rest, work, rest]))).toEqual([10_000, 10_500, 21_000, 21_500])
  })

  it.each([
    ['rises by next to nothing', 100.000_000_000_1],
    ['falls by next to nothing', 99.999_999_999_9],
    ['is the same', 100],
  ])('are exact where the rate %s in an hour', (_, target) => {
    const times = timesOf(rampingRate([{ from: 100, target, duration: '1h' }]))
    expect(times).toHaveLength(360_000)
    expect(Math.max(...[1, 1000, 359_999].map((index) => Math.abs((times[index] as number) - index * 10)))).toBeLessThan(1e-5)
  })

  it.each([
    ['a third of a second', '20/min', '1m', 20],
    ['a tenth', 0.1, '30s', 3],
    ['a seventh', 1 / 7, 70_000, 10],
    ['49 a second', 49, '49s', 2401],
  ] as const)('are not one more by an error of rounding: %s', (_, rate, duration, count) => {
    const profile = constantRate(rate, duration)
    expect(timesOf(profile)).toHaveLength(count)
    expect(plannedArrivals(profile)).toBe(count)
  })

  it('are the same whatever the warm-up, which holds the opening rate', () => {
    const profile = rampingRate([{ target: 10, duration: '1s' }], { startRate: 4 })
    expect(timesOf(profile, { warmUp: 600 })).toEqual([-500, -250, ...timesOf(profile)])
    expect(timesOf(constantRate(5, '300ms'), { warmUp: 400 })).toEqual([-400, -200, 0, 200])
  })

  it('do not drift in an hour', () => {
    const profile = constantRate('1000/s', '1h')
    let index = 0
    let worst = 0
    for (const at of arrivalTimes(profile, { seed: 1 })) {
      worst = Math.max(worst, Math.abs(at - index))
      index += 1
    }
    expect({ index, worst }).toEqual({ index: 3_600_000, worst: 0 })
  })
})

describe('uniform arrivals of any profile', () => {
  it('ascend from 0 to before the end, as many as planned', () => {
    fc.assert(
      fc.property(anyRate('uniform'), (profile) => {
        const times = timesOf(profile)
        expect(times).toEqual(times.toSorted((one, other) => one - other))
        expect(times.every((at) => at >= 0 && at < latestStop(profile))).toBe(true)
        expect(times).toHaveLength(plannedArrivals(profile))
      }),
      { numRuns: 300 },
    )
  })

  it('are where the integral is their index', () => {
    fc.assert(
      fc.property(anyRate('uniform'), (profile) => {
        const worst = timesOf(profile).reduce((most, at, index) => Math.max(most, Math.abs(integralAt(profile, at) - index)), 0)
        expect(worst).toBeLessThan(1e-6)
      }),
      { numRuns: 300 },
    )
  })

  it('are in any window as many as its integral, within one', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(anyRate('uniform'), share, share, (profile, one, other) => {
        const from = Math.min(one, other) * latestStop(profile)
        const to = Math.max(one, other) * latestStop(profile)
        const count = timesOf(profile).filter((at) => at >= from && at < to).length
        expect(Math.abs(count - (integralAt(profile, to) - integralAt(profile, from)))).toBeLessThan(1 + 1e-6)
      }),
      { numRuns: 300 },
    )
  })
})

describe('arrivals', () => {
  const poisson = constantRate('20/s', '10s', { arrivals: 'poisson' })

  it('at random are the same for the same seed, and others for another', () => {
    expect(timesOf(poisson, { seed: 7 })).toEqual(timesOf(poisson, { seed: 7 }))
    expect(timesOf(poisson, { seed: 7 })).not.toEqual(timesOf(poisson, { seed: 8 }))
  })

  it('at random stay the same in later versions', () => {
    expect(timesOf(poisson, { seed: 42 }).slice(0, 3)).toMatchInlineSnapshot(`
      [
        9.471320829704354,
        98.2788182489567,
        118.65525130892601,
      ]
    `)
  })

  it('at random are the same whatever the warm-up', () => {
    const times = timesOf(poisson, { warmUp: 5000 })
    expect(times.filter((at) => at >= 0)).toEqual(timesOf(poisson))
    const warm = times.filter((at) => at < 0)
    expect(Math.abs(warm.length - 100)).toBeLessThan(3 * Math.sqrt(100))
    expect(Math.min(...warm)).toBeGreaterThanOrEqual(-5000)
  })

  it('at random are not those of the warm-up once more', () => {
    const times = timesOf(poisson, { warmUp: 10_000 })
    const [warm, measured] = [times.filter((at) => at < 0), times.filter((at) => at >= 0)]
    expect(warm[0]).not.toBeCloseTo((measured[0] ?? 0) - 10_000, 6)
  })

  it('at random ascend within any profile and its warm-up', () => {
    fc.assert(
      fc.property(anyRate('poisson'), fc.integer(), fc.integer({ min: 1, max: 10_000 }), (profile, seed, asked) => {
        const opening = profile.kind === 'constant-rate' ? profile.rate : profile.startRate
        const warmUp = opening > 0 ? asked : 0
        const times = timesOf(profile, { seed, warmUp })
        expect(times).toEqual(times.toSorted((one, other) => one - other))
        expect(times.every((at) => at >= -warmUp && at < latestStop(profile))).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('refuse to warm up at a rate of 0, before they are walked', () => {
    const message =
      'load: Expected `warmUp` to be left out where the first stage starts from a rate of 0, as it holds that level ' +
      "(give the stage a `from`, such as `from: '10/s'`), got 5000"
    const profile = rampingRate([{ target: 10, duration: '1s' }])
    expect(() => arrivalTimes(profile, { seed: 1, warmUp: 5000 })).toThrow(
      expect.objectContaining({ name: 'OptionsError', message }),
    )
  })

  it.each(['uniform', 'poisson'] as const)('of an hour at 1,000/s (%s) are planned in constant memory', (arrivals) => {
    const profile = constantRate('1000/s', '1h', { arrivals })
    const before = heapAfterCollection()
    const times = arrivalTimes(profile, { seed: 1 })[Symbol.iterator]()
    for (let at = 0; at < 3_000_000; ) at = times.next().value as number
    const grown = heapAfterCollection() - before
    expect(times.next().done).toBe(false)
    // As an array they would take 24 MB.
    expect(grown).toBeLessThan(500_000)
  })
})

describe('plannedArrivals', () => {
  it.each([
    ['all of a constant rate', constantRate('200/s', '30s'), 6000],
    ['a first one, however low the rate', constantRate('1/h', '1s'), 1],
    ['the area of a ramp', rampingRate([{ target: '200/s', duration: '1m' }]), 6000],
    ['an average, where they are at random', constantRate('200/s', '30s', { arrivals: 'poisson' }), 6000],
  ])('is %s', (_, profile, count) => {
    expect(plannedArrivals(profile)).toBe(count)
  })

  it('is the integral, rounded up', () => {
    fc.assert(
      fc.property(anyRate('uniform'), (profile) => {
        const integral = integralOf(profile)
        fc.pre(Math.abs(integral - Math.round(integral)) > 1e-9)
        expect(plannedArrivals(profile)).toBe(Math.ceil(integral))
      }),
    )
  })
})

function heapAfterCollection(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed
}
