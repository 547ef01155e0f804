import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { constantRate } from '../../profile/constant-rate.ts'
import { constantVus } from '../../profile/constant-vus.ts'
import { partOf } from '../../profile/partition.ts'
import type { Profile } from '../../profile/profile.ts'
import { parseLoadOptions } from '../load-options.ts'
import { tasksOf } from './tasks-of.ts'

/** The tasks of so many threads, for profiles side by side. */
function tasks(profiles: readonly Profile[], count: number, options: { maxRequests?: number; budget?: number }) {
  const script = { kind: 'request', name: 'GET /', request: {} }
  const parts = profiles.map((profile) => ({ script, profile, module: 'file:///a.ts' }))
  const work = { parts, profile: profiles[0], options: parseLoadOptions(options) } as never
  return tasksOf(work, { count, caller: 'load', settings: { allowedHosts: [], coolDown: 0 } })
}

describe('what is limited', () => {
  it('adds up exactly, whatever the profiles and the number of threads', () => {
    const profiles = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(profiles, fc.integer({ min: 2, max: 8 }), fc.nat(1000), fc.boolean(), (users, count, more, isOpen) => {
        const all = users.map((vus) => constantVus(Math.max(vus, count), '1s'))
        const profilesOf = isOpen ? [...all, constantRate('1/s', '1s', { vus: count })] : all
        const sent = tasks(profilesOf, count, { maxRequests: count + more, budget: 100 })
        const shares = sent.map(({ options }) => options.maxRequests ?? 0)
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(count + more)
        expect(Math.min(...shares)).toBeGreaterThanOrEqual(1)
        expect(sent.reduce((sum, { options }) => sum + (options.budget ?? 0), 0)).toBeCloseTo(100, 9)
      }),
    )
  })

  it('is shared out by users, and by arrivals', () => {
    const shares = (profile: Profile) =>
      tasks([profile], 2, { maxRequests: 32, budget: 30 }).map(({ options }) => [options.maxRequests, options.budget])
    expect(shares(constantVus(3, '1s'))).toEqual([
      [21, 20],
      [11, 10],
    ])
    expect(shares(constantRate('1/s', '1s', { vus: 3 }))).toEqual([
      [16, 15],
      [16, 15],
    ])
  })

  it('is nothing where nothing is', () => {
    expect(tasks([constantVus(3, '1s')], 2, {})[0]?.options).toMatchObject({ maxRequests: undefined, budget: undefined })
  })
})

it('each thread has its own part of each profile, and what concerns only the whole is not sent', () => {
  const [first, second] = tasks([constantVus(3, '1s'), constantVus(2, '1s')], 2, {})
  expect(first?.parts.map(({ profile }) => [partOf(profile), 'vus' in profile && profile.vus])).toEqual([
    [{ index: 0, of: 2 }, 2],
    [{ index: 0, of: 2 }, 1],
  ])
  expect(second?.parts.map(({ source }) => source)).toEqual([
    { kind: 'module', href: 'file:///a.ts', name: 'GET /' },
    { kind: 'module', href: 'file:///a.ts', name: 'GET /' },
  ])
  for (const name of ['signal', 'abortWhen', 'threads']) expect(first?.options).not.toHaveProperty(name)
})
