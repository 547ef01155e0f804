import { describe, expect, it } from 'vitest'
import { describeProfile } from './describe-profile.ts'
import { levels } from './levels.ts'

describe('levels', () => {
  it.each([
    ['light', '10 users for 5 min', '100ms', '1%'],
    ['medium', '50 users for 10 min', '200ms', '5%'],
    ['heavy', '200 users for 15 min', '500ms', '10%'],
  ] as const)('%s: %s', (name, load, latency, errors) => {
    const { profile, limits } = levels[name]
    expect(describeProfile(profile)).toBe(load)
    expect(limits).toEqual({ p95: { target: latency }, errorRate: { target: errors } })
  })

  it('are frozen to their leaves', () => {
    expect([levels, levels.light, levels.light.limits, levels.light.limits.p95].map(Object.isFrozen)).not.toContain(false)
  })
})
