import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { constantVus } from './constant-vus.ts'
import { perVuIterations } from './per-vu-iterations.ts'
import type { RampingVus } from './profile.ts'
import { rampingVus } from './ramping-vus.ts'
import { sharedIterations } from './shared-iterations.ts'
import { latestStop } from './timeline.ts'
import { type UserChange, userChanges } from './user-schedule.ts'

describe('userChanges', () => {
  it.each([
    ['constantVus', constantVus(3, '1s')],
    ['sharedIterations', sharedIterations(3, 50)],
    ['perVuIterations', perVuIterations(3, 50)],
  ])('lets all users of %s join at once, and before the warm-up', (_, profile) => {
    expect([...userChanges(profile)]).toEqual([0, 1, 2].map((user) => ({ at: 0, user, change: 'join' })))
    expect([...userChanges(profile, 500)]).toEqual([0, 1, 2].map((user) => ({ at: -500, user, change: 'join' })))
  })

  it('lets users join at the spawn rate, from the warm-up on', () => {
    const profile = constantVus(4, '10s', { spawnRate: '2/s' })
    expect([...userChanges(profile)].map(({ at }) => at)).toEqual([0, 500, 1000, 1500])
    expect([...userChanges(profile, 700)].map(({ at }) => at)).toEqual([-700, -200, 300, 800])
  })

  it('lets nobody join at the end or after it', () => {
    expect([...userChanges(constantVus(100, '1s', { spawnRate: 4 }))].map(({ at }) => at)).toEqual([0, 250, 500, 750])
  })

  it('moves users where the line crosses the half, last in, first out', () => {
    const profile = rampingVus([
      { target: 2, duration: '2s' },
      { target: 0, duration: '1s' },
    ])
    expect([...userChanges(profile)]).toEqual([
      { at: 500, user: 0, change: 'join' },
      { at: 1500, user: 1, change: 'join' },
      { at: 2250, user: 1, change: 'leave' },
      { at: 2750, user: 0, change: 'leave' },
    ])
  })

  it('jumps where a stage starts elsewhere', () => {
    const profile = rampingVus([
      { from: 1, target: 1, duration: '1s' },
      { from: 3, target: 3, duration: '1s' },
      { from: 2, target: 2, duration: '1s' },
    ])
    expect([...userChanges(profile)]).toEqual([
      { at: 0, user: 0, change: 'join' },
      { at: 1000, user: 1, change: 'join' },
      { at: 1000, user: 2, change: 'join' },
      { at: 2000, user: 2, change: 'leave' },
    ])
  })

  it('holds the opening level of a ramp through the warm-up', () => {
    const profile = rampingVus([{ target: 3, duration: '1s' }], { startVus: 2 })
    expect([...userChanges(profile, 5000)].map(({ at }) => at)).toEqual([-5000, -5000, 500])
  })

  it('refuses to warm up with nobody, before it is walked', () => {
    const profile = rampingVus([{ target: 10, duration: '1s' }])
    const message =
      'load: Expected `warmUp` to be left out where the first stage starts from 0 users, as it holds that level ' +
      '(give the stage a `from`, such as `from: 10`), got 5000'
    expect(() => userChanges(profile, 5000)).toThrow(expect.objectContaining({ name: 'OptionsError', message }))
  })

  it('is computed as it is walked', () => {
    const [first] = userChanges(rampingVus([{ target: 1e15, duration: '1h' }]))
    expect(first).toMatchObject({ user: 0, change: 'join' })
  })
})

describe('the users of any ramp', () => {
  const level = fc.integer({ min: 0, max: 60 })
  const stage = fc.record(
    { from: level, target: level, duration: fc.integer({ min: 1, max: 100_000 }) },
    { requiredKeys: ['target', 'duration'] },
  )
  const ramps = fc
    .array(stage, { minLength: 1, maxLength: 6 })
    .filter((stages) => stages.some(({ from = 0, target }) => from + target > 0))
    .map((stages) => rampingVus(stages))
  const momentOf = (profile: RampingVus, share: number): number => share * latestStop(profile)
  const shares = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })

  it('are the line, rounded half up, at any moment', () => {
    fc.assert(
      fc.property(ramps, shares, (profile, share) => {
        const moment = momentOf(profile, share)
        const line = lineAt(profile, moment)
        // At the very crossing of a line that falls, the last user is just leaving.
        fc.pre(Math.abs((line % 1) - 0.5) > 1e-9)
        expect(activeAt(userChanges(profile), moment)).toBe(Math.round(line))
      }),
      { numRuns: 1000 },
    )
  })

  it('are on average as many as the line', () => {
    fc.assert(
      fc.property(ramps, (profile) => {
        const end = latestStop(profile)
        let userTime = 0
        for (const { at, change } of userChanges(profile)) userTime += change === 'join' ? end - at : at - end
        const area = profile.stages.reduce((sum, { from, target, duration }) => sum + (duration * (from + target)) / 2, 0)
        expect(userTime / end).toBeCloseTo(area / end, 6)
      }),
    )
  })

  it('come and go in the order of time, never beyond the end', () => {
    fc.assert(
      fc.property(ramps, (profile) => {
        const moments = [...userChanges(profile)].map(({ at }) => at)
        expect(moments).toEqual(moments.toSorted((one, other) => one - other))
        expect(moments.at(-1) ?? 0).toBeLessThanOrEqual(latestStop(profile))
      }),
    )
  })

  it('take and leave each slot in turns, and always the lowest ones', () => {
    fc.assert(
      fc.property(ramps, (profile) => {
        let active = 0
        for (const { user, change } of userChanges(profile)) {
          expect(user).toBe(change === 'join' ? active : active - 1)
          active += change === 'join' ? 1 : -1
          expect(active).toBeGreaterThanOrEqual(0)
        }
      }),
    )
  })

  it('are split evenly at every moment over parts that take each n-th slot', () => {
    fc.assert(
      fc.property(ramps, fc.integer({ min: 1, max: 8 }), (profile, parts) => {
        const active = new Array<number>(parts).fill(0)
        let whole = 0
        for (const { user, change } of userChanges(profile)) {
          const step = change === 'join' ? 1 : -1
          const part = user % parts
          active[part] = (active[part] ?? 0) + step
          whole += step
          expect(active).toEqual(active.map((_, index) => Math.floor((whole + parts - 1 - index) / parts)))
        }
      }),
    )
  })
})

function activeAt(changes: Iterable<UserChange>, moment: number): number {
  let active = 0
  for (const { at, change } of changes) {
    if (at <= moment) active += change === 'join' ? 1 : -1
  }
  return active
}

/** The line by interpolation: the oracle for crossings that are computed the other way round. */
function lineAt({ stages }: RampingVus, moment: number): number {
  let start = 0
  for (const { from, target, duration } of stages) {
    if (moment < start + duration) return from + ((target - from) * (moment - start)) / duration
    start += duration
  }
  return stages.at(-1)?.target ?? 0
}
