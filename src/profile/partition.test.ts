import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arrivalTimes, plannedArrivals } from './arrivals.ts'
import { constantRate } from './constant-rate.ts'
import { constantVus } from './constant-vus.ts'
import { partition, slotOf } from './partition.ts'
import { perVuIterations } from './per-vu-iterations.ts'
import { type ClosedProfile, isOpen, type OpenProfile, type Profile } from './profile.ts'
import { rampingRate } from './ramping-rate.ts'
import { rampingVus } from './ramping-vus.ts'
import { anyRate } from './rates.fixture.ts'
import { sharedIterations } from './shared-iterations.ts'
import { latestStop, stagesOf } from './timeline.ts'
import { type UserChange, userChanges } from './user-schedule.ts'

const vus = fc.integer({ min: 1, max: 40 })
const level = fc.integer({ min: 0, max: 40 })
const ramp = fc
  .array(fc.record({ from: level, target: level, duration: fc.integer({ min: 1, max: 10_000 }) }), { minLength: 1, maxLength: 5 })
  .filter((stages) => stages.some(({ from, target }) => from + target > 0))
  .map((stages) => rampingVus(stages))
const constant = fc
  .tuple(vus, fc.double({ min: 0.1, max: 100, noNaN: true }))
  .map(([users, spawnRate]) => constantVus(users, '10s', { spawnRate }))
const shared = fc.tuple(vus, level).map(([users, more]) => sharedIterations(users, users + more))
const perVu = fc.tuple(vus, vus).map(([users, iterations]) => perVuIterations(users, iterations))
const closed: fc.Arbitrary<ClosedProfile> = fc.oneof(constant, ramp, shared, perVu)
const open: fc.Arbitrary<OpenProfile> = fc.oneof(anyRate('uniform'), anyRate('poisson'))
const parts = fc.integer({ min: 1, max: 8 })
const warmUps = fc.integer({ min: 0, max: 5000 })

function split<P extends Profile>(profile: P, of: number): P[] {
  return Array.from({ length: of }, (_, index) => partition(profile, index, of))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

const inTime = (one: UserChange, other: UserChange): number => one.at - other.at || one.user - other.user

describe('the parts of any profile', () => {
  it('have together the changes of all users of the whole, each at its moment', () => {
    fc.assert(
      fc.property(closed, parts, warmUps, (profile, of, asked) => {
        const warmUp = profile.kind === 'ramping-vus' && profile.startVus === 0 ? 0 : asked
        const changes = split(profile, of).map((part) => [...userChanges(part, warmUp)])
        changes.forEach((own, index) => {
          expect(own.every(({ user }) => user % of === index)).toBe(true)
        })
        expect(changes.flat().toSorted(inTime)).toEqual([...userChanges(profile, warmUp)].toSorted(inTime))
      }),
      { numRuns: 300 },
    )
  })

  it('have together the arrivals of the whole, dealt in turns', () => {
    fc.assert(
      fc.property(open, parts, fc.integer(), (profile, of, seed) => {
        const whole = [...arrivalTimes(profile, { seed })]
        split(profile, of).forEach((part, index) => {
          expect([...arrivalTimes(part, { seed })]).toEqual(whole.filter((_, arrival) => arrival % of === index))
        })
      }),
      { numRuns: 300 },
    )
  })

  it('have together the arrivals of the warm-up, which changes nothing of what comes after it', () => {
    const uniform = constantRate(7, '3s')
    const poisson = constantRate(7, '3s', { arrivals: 'poisson' })
    fc.assert(
      fc.property(fc.constantFrom(uniform, poisson), parts, warmUps, (profile, of, warmUp) => {
        const shares = split(profile, of).map((part) => [...arrivalTimes(part, { seed: 1, warmUp })])
        expect(shares.flat().toSorted((one, other) => one - other)).toEqual([...arrivalTimes(profile, { seed: 1, warmUp })])
        const measured = shares.map((times) => times.filter((at) => at >= 0))
        expect(measured).toEqual(split(profile, of).map((part) => [...arrivalTimes(part, { seed: 1 })]))
      }),
    )
  })

  it('have together the users of the whole, in neighbouring numbers', () => {
    fc.assert(
      fc.property(fc.oneof(constant, shared, perVu, open), parts, (profile, of) => {
        const shares = split(profile, of)
        for (const count of isOpen(profile) ? (['vus', 'maxVus'] as const) : (['vus'] as const)) {
          const numbers = shares.map((part) => (part as unknown as Record<string, number>)[count] as number)
          expect(sum(numbers)).toBe((profile as unknown as Record<string, number>)[count])
          expect(Math.max(...numbers) - Math.min(...numbers)).toBeLessThanOrEqual(1)
        }
      }),
    )
  })

  it('have together the iterations of the whole, as many for each of their users, and none for nobody', () => {
    fc.assert(
      fc.property(shared, parts, (profile, of) => {
        const shares = split(profile, of)
        expect(sum(shares.map(({ iterations }) => iterations))).toBe(profile.iterations)
        const each = profile.iterations / profile.vus
        for (const part of shares) {
          expect(part.iterations).toBeGreaterThanOrEqual(Math.floor(each) * part.vus)
          expect(part.iterations).toBeLessThanOrEqual(Math.ceil(each) * part.vus)
        }
      }),
    )
  })

  it('plan together the arrivals of the whole', () => {
    fc.assert(
      fc.property(open, parts, (profile, of) => {
        expect(sum(split(profile, of).map(plannedArrivals))).toBe(plannedArrivals(profile))
      }),
    )
  })

  it('have its stages and its end', () => {
    fc.assert(
      fc.property(fc.oneof(closed, open), parts, (profile, of) => {
        for (const part of split(profile, of)) {
          expect(stagesOf(part)).toEqual(stagesOf(profile))
          expect(latestStop(part)).toBe(latestStop(profile))
        }
      }),
    )
  })

  it('can be split again: threads of machines', () => {
    fc.assert(
      fc.property(fc.oneof(closed, open), parts, parts, (profile, machines, threads) => {
        const twice = split(profile, machines).map((machine) => split(machine, threads))
        const once = split(profile, machines * threads)
        twice.forEach((machine, index) => {
          expect(machine).toEqual(machine.map((_, thread) => once[index + machines * thread]))
        })
      }),
    )
  })
})

describe('partition', () => {
  it('does the work of one user in one place only', () => {
    const [first, second] = split(sharedIterations(1, 50), 2)
    expect(first).toMatchObject({ vus: 1, iterations: 50 })
    expect(second).toMatchObject({ vus: 0, iterations: 0 })
  })

  it('survives JSON, and is frozen', () => {
    const part = partition(rampingRate([{ target: 10, duration: '1s' }]), 1, 2)
    expect(Object.isFrozen(part)).toBe(true)
    expect([...arrivalTimes(JSON.parse(JSON.stringify(part)), { seed: 1 })]).toEqual([...arrivalTimes(part, { seed: 1 })])
  })

  it('says which slots of the whole a part’s users have', () => {
    const part = partition(constantRate(5, '1s'), 1, 4)
    expect([0, 1, 2].map((nth) => slotOf(part, nth))).toEqual([1, 5, 9])
    expect([0, 1, 2].map((nth) => slotOf(constantRate(5, '1s'), nth))).toEqual([0, 1, 2])
  })
})
