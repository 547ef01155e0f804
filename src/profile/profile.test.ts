import { describe, expect, it } from 'vitest'
import { constantRate } from './constant-rate.ts'
import { constantVus } from './constant-vus.ts'
import { perVuIterations } from './per-vu-iterations.ts'
import { isOpen } from './profile.ts'
import { rampingRate } from './ramping-rate.ts'
import { rampingVus } from './ramping-vus.ts'
import { sharedIterations } from './shared-iterations.ts'

const stages = [{ target: 10, duration: '1s' }] as const

describe('isOpen', () => {
  it.each([
    ['closed', constantVus(1, '1s'), false],
    ['closed', rampingVus(stages), false],
    ['closed', sharedIterations(1, 1), false],
    ['closed', perVuIterations(1, 1), false],
    ['open', constantRate(1, '1s'), true],
    ['open', rampingRate(stages), true],
  ])('knows a profile of the %s model: %o', (_, profile, open) => {
    expect(isOpen(profile)).toBe(open)
  })
})
