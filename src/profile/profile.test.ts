import { describe, expect, it } from 'vitest'
import { constantRate } from './constant-rate.ts'
import { constantVus } from './constant-vus.ts'
import { perVuIterations } from './per-vu-iterations.ts'
import { isOpen, isProfile } from './profile.ts'
import { rampingRate } from './ramping-rate.ts'
import { rampingVus } from './ramping-vus.ts'
import { sharedIterations } from './shared-iterations.ts'

const stages = [{ target: 10, duration: '1s' }] as const

describe('isProfile and isOpen', () => {
  it.each([
    ['closed', constantVus(1, '1s'), false],
    ['closed', rampingVus(stages), false],
    ['closed', sharedIterations(1, 1), false],
    ['closed', perVuIterations(1, 1), false],
    ['open', constantRate(1, '1s'), true],
    ['open', rampingRate(stages), true],
  ])('know a profile of the %s model: %o', (_, profile, open) => {
    expect({ isProfile: isProfile(profile), isOpen: isOpen(profile) }).toEqual({ isProfile: true, isOpen: open })
  })

  it.each([undefined, null, 'constant-vus', {}, { kind: 'burst' }])('know that %o is none', (found) => {
    expect(isProfile(found)).toBe(false)
  })
})
