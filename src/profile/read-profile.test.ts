import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseOptions } from '../core/options.ts'
import { constantRate } from './constant-rate.ts'
import { constantVus } from './constant-vus.ts'
import { levels } from './levels.ts'
import { partition } from './partition.ts'
import { perVuIterations } from './per-vu-iterations.ts'
import type { Profile } from './profile.ts'
import { rampingRate } from './ramping-rate.ts'
import { rampingVus } from './ramping-vus.ts'
import { readProfile } from './read-profile.ts'
import { sharedIterations } from './shared-iterations.ts'
import { spike } from './spike.ts'

const read = (found: unknown): Profile => parseOptions('load', found, readProfile)
const refusal = (found: unknown): string => {
  try {
    read(found)
  } catch (error) {
    return (error as Error).message
  }
  return 'was taken'
}

const profiles: readonly Profile[] = [
  constantVus(3, '10s'),
  constantVus(3, '10s', { spawnRate: '2/s', gracefulStop: 0 }),
  rampingVus([{ target: 10, duration: '1s' }], { startVus: 2 }),
  spike({ base: 2, peak: 20, baseDuration: '2m', peakDuration: '1m', recoveryDuration: '2m', ramp: '5s' }),
  sharedIterations(3, 10, { maxDuration: '1m' }),
  perVuIterations(3, 10, { gracefulStop: '5s' }),
  constantRate('200/s', '1m', { arrivals: 'poisson', vus: 5, maxVus: 7 }),
  rampingRate([{ name: 'up', target: '60/min', duration: '1s' }], { gracefulStop: '1s' }),
]

describe('a profile', () => {
  it.each(profiles)('that a function made is the same when it is read, also from JSON: %o', (profile) => {
    for (const found of [profile, JSON.parse(JSON.stringify(profile))]) {
      expect(read(found)).toStrictEqual(profile)
      expect(Object.isFrozen(read(found))).toBe(true)
    }
  })

  it('that is a part of a whole is the same, even where nobody is left for it', () => {
    const parts = fc.integer({ min: 1, max: 8 }).chain((of) => fc.tuple(fc.nat(of - 1), fc.constant(of)))
    fc.assert(
      fc.property(fc.constantFrom(...profiles), parts, (profile, [index, of]) => {
        const part = partition(profile, index, of)
        expect(read(part)).toStrictEqual(part)
      }),
    )
  })

  it.each<[found: object, profile: Profile]>([
    [{ kind: 'constant-vus', vus: 3, duration: '10s' }, constantVus(3, '10s')],
    [{ kind: 'shared-iterations', vus: 3, iterations: 10 }, sharedIterations(3, 10)],
    [{ kind: 'constant-rate', rate: '200/s', duration: 10_000 }, constantRate('200/s', '10s')],
    [{ kind: 'ramping-vus', stages: [{ target: 4, duration: 1000 }] }, rampingVus([{ target: 4, duration: '1s' }])],
    [
      { kind: 'ramping-rate', startRate: 5, stages: [{ target: 4, duration: 1000 }] },
      rampingRate([{ target: 4, duration: '1s' }], { startRate: 5 }),
    ],
  ])('made by hand may leave out what its function fills in: %o', (found, profile) => {
    expect(read(found)).toStrictEqual(profile)
  })
})

describe('what is no profile', () => {
  const kinds = "'constant-vus', 'ramping-vus', 'shared-iterations', 'per-vu-iterations', 'constant-rate', 'ramping-rate'"
  it.each<[found: unknown, message: string]>([
    [undefined, "load: Expected a value to be a profile, such as constantVus(100, '10s'), got undefined"],
    ['10s', "load: Expected a value to be a profile, such as constantVus(100, '10s'), got '10s'"],
    [levels.light, "load: Expected a value to be a profile, such as constantVus(100, '10s'), got an object"],
    [{ kind: 'constant-vu' }, `load: Expected \`kind\` to be one of ${kinds}, got 'constant-vu'`],
    [{ kind: 'toString' }, `load: Expected \`kind\` to be one of ${kinds}, got 'toString'`],
    [{ kind: 'burst', iterations: 1, concurrency: 1 }, `load: Expected \`kind\` to be one of ${kinds}, got 'burst'`],
  ])('is told: %o', (found, message) => {
    expect(refusal(found)).toBe(message)
  })
})

describe('a profile with a mistake', () => {
  const vus = { kind: 'constant-vus', vus: 1, duration: 1000 }
  const rate = { kind: 'constant-rate', rate: 10, duration: 1000, arrivals: 'uniform', vus: 10, maxVus: 100 }
  const stage = { name: 'up', from: 0, target: 10, duration: 1000 }
  const users = { kind: 'ramping-vus', startVus: 0, stages: [stage] }
  const rates = { kind: 'ramping-rate', startRate: 0, stages: [stage], arrivals: 'uniform', vus: 10, maxVus: 100 }

  it.each<[found: unknown, message: string]>([
    [{ ...vus, vus: 0 }, 'load: Expected `vus` to be a whole number of at least 1, got 0'],
    [{ ...vus, duration: Number.NaN }, "load: Expected `duration` to be a time above 0, such as '30s', got NaN"],
    [{ ...vus, spawnRate: 0 }, "load: Expected `spawnRate` to be a rate above 0, such as '200/s', got 0"],
    [{ ...vus, gracefulStop: -1 }, "load: Expected `gracefulStop` to be a time of at least 0, such as '30s', got -1"],
    [{ ...vus, spwanRate: 1 }, 'load: Unknown option `spwanRate`: did you mean `spawnRate`?'],
    [{ ...rate, rate: 0 }, "load: Expected `rate` to be a rate above 0, such as '200/s', got 0"],
    [{ ...rate, arrivals: 'even' }, "load: Expected `arrivals` to be one of 'uniform', 'poisson', got 'even'"],
    [{ ...rate, maxVus: 9 }, 'load: Expected `maxVus` to be at least 10, as `vus` is, got 9'],
    [{ ...rates, maxVus: 9 }, 'load: Expected `maxVus` to be at least 10, as `vus` is, got 9'],
    [
      { kind: 'shared-iterations', vus: 6, iterations: 5 },
      'load: Expected `vus` to be at most 5, the iterations to share, got 6',
    ],
    [
      { kind: 'per-vu-iterations', vus: 1, iterations: 0 },
      'load: Expected `iterations` to be a whole number of at least 1, got 0',
    ],
    [{ ...users, stages: [] }, 'load: Expected `stages` to be a list of at least one stage, got an empty list'],
    [
      { ...users, stages: [stage, { ...stage, target: 1.5 }] },
      'load: Expected `stages[1].target` to be a whole number of at least 0, got 1.5',
    ],
    [
      { ...users, stages: [{ ...stage, target: 0 }] },
      'load: Expected `stages` to have users somewhere, such as `target: 10`, got 0 users throughout',
    ],
    [
      { ...rates, stages: [{ ...stage, target: 0 }] },
      "load: Expected `stages` to have arrivals somewhere, such as `target: '20/s'`, got a rate of 0 throughout",
    ],
    // What a ramp opens with is said twice.
    [{ ...users, startVus: 5 }, 'load: Expected `startVus` to be 0, as `stages[0].from` is, or left out, got 5'],
    [{ ...rates, startRate: 5 }, 'load: Expected `startRate` to be 0/s, as `stages[0].from` is, or left out, got 5'],
    // A ramp lasts as long as its stages.
    [{ ...users, duration: 5000 }, expect.stringContaining('load: Unknown option `duration`')],
    [
      { ...rate, rate: 'fast', duration: 0, vus: 0 },
      [
        'load: 3 problems',
        "  - Expected `rate` to be a rate above 0, such as '200/s', got 'fast'",
        "  - Expected `duration` to be a time above 0, such as '30s', got 0",
        '  - Expected `vus` to be a whole number of at least 1, got 0',
      ].join('\n'),
    ],
    [{ ...vus, part: { index: -1, of: 2 } }, 'load: Expected `part.index` to be a whole number of at least 0, got -1'],
  ])('is told all of them: %o', (found, message) => {
    expect(refusal(found)).toEqual(message)
  })
})
