import { formatDuration, formatRate } from '../core/format.ts'
import { duration, integer, object, optional, parseOptions, rate } from '../core/options.ts'
import { formatUsers } from './describe-profile.ts'
import { type EnvironmentVariables, variable } from './environment-variables.ts'
import { freezeProfile } from './freeze-profile.ts'
import type { Profile, RampingVus } from './profile.ts'
import { usersSharing } from './shared-iterations.ts'
import { latestStop, plannedDuration } from './timeline.ts'

/** What a run changes about its profiles without an edit. */
export interface ProfileOverrides {
  /** `LOAD_VUS`: users; of a ramp, its peak. */
  readonly vus?: number | undefined
  /** `LOAD_RATE`: arrivals per second. */
  readonly rate?: number | undefined
  /** `LOAD_DURATION`: milliseconds; of profiles that count iterations, `maxDuration`. */
  readonly duration?: number | undefined
}

/** A profile as it is run, and a sentence on each override for the reader of its result. */
export interface OverriddenProfile {
  readonly profile: Profile
  readonly notes: readonly string[]
}

/**
 * Reads `LOAD_VUS` (a whole number of at least 1), `LOAD_RATE` (`'200/s'`; a bare number is per second) and `LOAD_DURATION`. Write
 * `LOAD_DURATION=30s`: a bare number is milliseconds here as everywhere, so 30 is next to nothing. Empty ones are not set.
 *
 * @throws {OptionsError} lists everything that is wrong.
 */
export function overridesFromEnvironment(env: EnvironmentVariables): ProfileOverrides {
  const found = {
    LOAD_VUS: variable(env, 'LOAD_VUS'),
    LOAD_RATE: variable(env, 'LOAD_RATE'),
    LOAD_DURATION: variable(env, 'LOAD_DURATION'),
  }
  const { LOAD_VUS, LOAD_RATE, LOAD_DURATION } = parseOptions('environment', found, readVariables)
  return { vus: LOAD_VUS, rate: LOAD_RATE, duration: LOAD_DURATION }
}

/**
 * Changes a profile as a run asks for: replaces users and durations; a ramp keeps its form, so all its levels and stages change in
 * proportion. Comes after scaling: what a run asks for is taken literally.
 *
 * @throws {OptionsError} if there would be more users than iterations to share.
 */
export function overrideProfile(profile: Profile, { vus, rate, duration }: ProfileOverrides): OverriddenProfile {
  const notes: string[] = []
  let overridden = profile
  if (vus !== undefined) {
    notes.push(`LOAD_VUS=${vus} replaced ${describeUsers(profile)}`)
    overridden = withUsers(overridden, vus)
  }
  if (duration !== undefined) {
    notes.push(`LOAD_DURATION=${formatDuration(duration)} replaced ${describeDuration(profile)}`)
    overridden = withDuration(overridden, duration)
  }
  if (rate !== undefined) notes.push(`LOAD_RATE=${formatRate(rate)} has no effect: the profile sets users, not an arrival rate`)
  return { profile: overridden, notes }
}

const readVariables = object({
  LOAD_VUS: optional(integer()),
  LOAD_RATE: optional(rate()),
  LOAD_DURATION: optional(duration()),
})

function withUsers(profile: Profile, vus: number): Profile {
  switch (profile.kind) {
    case 'ramping-vus':
      return rampTo(profile, vus)
    case 'shared-iterations':
      return freezeProfile<Profile>({ ...profile, vus: shareable(vus, profile.iterations) })
    case 'constant-vus':
    case 'per-vu-iterations':
      return freezeProfile<Profile>({ ...profile, vus })
  }
}

function withDuration(profile: Profile, duration: number): Profile {
  switch (profile.kind) {
    case 'constant-vus':
      return freezeProfile<Profile>({ ...profile, duration })
    case 'ramping-vus':
      return rampFor(profile, duration)
    case 'shared-iterations':
    case 'per-vu-iterations':
      return freezeProfile<Profile>({ ...profile, maxDuration: duration })
  }
}

/** The same ramp with another peak: in proportion, but a level with users keeps at least one. */
function rampTo(profile: RampingVus, vus: number): RampingVus {
  const peak = peakOf(profile)
  const level = (users: number): number => (users === 0 ? 0 : Math.max(1, Math.round((users * vus) / peak)))
  return freezeProfile<RampingVus>({
    ...profile,
    startVus: level(profile.startVus),
    stages: profile.stages.map((stage) => ({ ...stage, from: level(stage.from), target: level(stage.target) })),
  })
}

/** The same ramp in another time. */
function rampFor(profile: RampingVus, duration: number): RampingVus {
  const total = latestStop(profile)
  const stages = profile.stages.map((stage) => ({ ...stage, duration: (stage.duration * duration) / total }))
  return freezeProfile<RampingVus>({ ...profile, stages })
}

function peakOf(profile: RampingVus): number {
  return Math.max(...profile.stages.flatMap(({ from, target }) => [from, target]))
}

function shareable(vus: number, iterations: number): number {
  return parseOptions('environment', { LOAD_VUS: vus }, object({ LOAD_VUS: usersSharing(iterations) })).LOAD_VUS
}

function describeUsers(profile: Profile): string {
  return profile.kind === 'ramping-vus' ? `a peak of ${formatUsers(peakOf(profile))}` : formatUsers(profile.vus)
}

function describeDuration(profile: Profile): string {
  const duration = formatDuration(latestStop(profile))
  return plannedDuration(profile) === undefined ? `a maxDuration of ${duration}` : duration
}
