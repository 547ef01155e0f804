import fc from 'fast-check'
import { constantRate } from './constant-rate.ts'
import type { Arrivals, OpenProfile } from './profile.ts'
import { rampingRate } from './ramping-rate.ts'
import { latestStop } from './timeline.ts'

const level = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 50 }), fc.double({ min: 0.001, max: 50, noNaN: true }))
const duration = fc.oneof(fc.integer({ min: 1, max: 20_000 }), fc.constantFrom(1000, 10_000))
const stage = fc.record({ from: level, target: level, duration }, { requiredKeys: ['target', 'duration'] })

/** Ramps with jumps, falls and times of rest, and constant rates. */
export function anyRate(arrivals: Arrivals): fc.Arbitrary<OpenProfile> {
  const ramps = fc
    .array(stage, { minLength: 1, maxLength: 6 })
    .filter((stages) => stages.some(({ from = 0, target }) => from + target > 0))
    .map((stages) => rampingRate(stages, { arrivals }))
  const constants = fc.tuple(level, duration).filter(([rate]) => rate > 0)
  return fc.oneof(
    { weight: 4, arbitrary: ramps },
    { weight: 1, arbitrary: constants.map(([rate, time]) => constantRate(rate, time, { arrivals })) },
  )
}

/** The integral of the rate up to a moment, by trapezoids: the oracle for its inverse. */
export function integralAt(profile: OpenProfile, moment: number): number {
  const whole = profile.kind === 'constant-rate' ? [{ ...profile, from: profile.rate, target: profile.rate }] : profile.stages
  let start = 0
  let area = 0
  for (const { from, target, duration } of whole) {
    const share = Math.min(Math.max(0, (moment - start) / duration), 1)
    const rate = from + (target - from) * share
    area += (((from + rate) / 2) * duration * share) / 1000
    start += duration
  }
  return area
}

export function integralOf(profile: OpenProfile): number {
  return integralAt(profile, latestStop(profile))
}
