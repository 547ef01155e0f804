import { duration, expected, integer, object, oneOf, optional, type Reader, rate } from '../core/options.ts'
import { checked, type Given } from './checked.ts'
import { freezeProfile } from './freeze-profile.ts'
import { checkUsers, openFields } from './open-options.ts'
import { asPart, type Part, readPart } from './partition.ts'
import type { Profile } from './profile.ts'
import { rampOfRates, rampOfVus } from './ramp.ts'
import { rateRamp } from './ramping-rate.ts'
import { userRamp } from './ramping-vus.ts'
import { checkSharing } from './shared-iterations.ts'
import { completeStages, rampStages } from './stages.ts'
import { usersForRate } from './users-for-rate.ts'

/**
 * Reads a profile that somebody may have made by hand, or kept as JSON: every field as the function of its kind would, so what that fills
 * in may be left out here. It comes back whole and frozen.
 */
export const readProfile: Reader<Profile> = (found, at, problems) => {
  const kind = (found as { kind?: unknown } | null | undefined)?.kind
  if (isKind(kind)) return readers[kind](found as Given)(found, at, problems)
  if (kind === undefined) expected("a profile, such as constantVus(100, '10s')", found, at, problems)
  else oneOf(...kinds)(kind, at === '' ? 'kind' : `${at}.kind`, problems)
  return found as Profile
}

const grace = { gracefulStop: openFields.gracefulStop, part: optional(readPart) }
const maxDuration = optional(duration(), 600_000)

/** A part of a small load may have nobody to do anything. */
const count = (given: Given): Reader<number> => integer({ min: given.part === undefined ? 1 : 0 })

const openCounts = (given: Given) => ({
  arrivals: openFields.arrivals,
  vus: optional(count(given)),
  maxVus: optional(count(given)),
  ...grace,
})

const readers: { readonly [K in Profile['kind']]: (given: Given) => Reader<Profile> } = {
  'constant-vus': (given) =>
    made(
      object({
        kind: oneOf('constant-vus'),
        vus: count(given),
        duration: duration(),
        spawnRate: optional(rate()),
        ...grace,
      }),
      (read) => freezeProfile<Profile>(read),
    ),
  'ramping-vus': (given) =>
    made(
      object({
        kind: oneOf('ramping-vus'),
        startVus: optional(userRamp.level, 0),
        stages: rampStages(userRamp, given.startVus),
        ...grace,
      }),
      ({ stages, startVus, gracefulStop }) => rampOfVus(completeStages(stages, startVus), gracefulStop),
    ),
  'shared-iterations': (given) =>
    made(
      checked(
        object({ kind: oneOf('shared-iterations'), vus: count(given), iterations: count(given), maxDuration, ...grace }),
        checkSharing,
      ),
      (read) => freezeProfile<Profile>(read),
    ),
  'per-vu-iterations': (given) =>
    made(object({ kind: oneOf('per-vu-iterations'), vus: count(given), iterations: integer(), maxDuration, ...grace }), (read) =>
      freezeProfile<Profile>(read),
    ),
  'constant-rate': (given) =>
    made(
      checked(object({ kind: oneOf('constant-rate'), rate: rate(), duration: duration(), ...openCounts(given) }), checkUsers),
      (read) => freezeProfile<Profile>({ ...read, ...usersForRate(read.rate, read) }),
    ),
  'ramping-rate': (given) =>
    made(
      checked(
        object({
          kind: oneOf('ramping-rate'),
          startRate: optional(rateRamp.level, 0),
          stages: rampStages(rateRamp, given.startRate),
          ...openCounts(given),
        }),
        checkUsers,
      ),
      ({ stages, startRate, ...read }) => rampOfRates(completeStages(stages, startRate), read),
    ),
}

const kinds = Object.keys(readers)

function isKind(found: unknown): found is Profile['kind'] {
  return kinds.includes(found as string)
}

/** Makes a profile of what was read, where nothing is wrong with it. */
function made<T extends { readonly part: Part | undefined }>(read: Reader<T>, make: (read: T) => Profile): Reader<Profile> {
  return (found, at, problems) => {
    const known = problems.length
    const fields = read(found, at, problems)
    return problems.length === known ? asPart(make(fields), fields.part) : (found as Profile)
  }
}
