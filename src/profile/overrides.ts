import { formatCount, formatDuration, formatRate } from '../core/format.ts'
import { duration, integer, object, optional, parseOptions, rate } from '../core/options.ts'
import { formatUsers } from './describe-profile.ts'
import { type EnvironmentVariables, variable } from './environment-variables.ts'
import { isOpen, type OpenProfile, type Profile } from './profile.ts'
import { peakRate } from './rate-curve.ts'
import { peakOf } from './stages.ts'
import { latestStop, plannedDuration } from './timeline.ts'
import { withDuration } from './with-duration.ts'
import { withRate } from './with-rate.ts'
import { withVus } from './with-vus.ts'

/** What a run changes about its profiles without an edit. */
export interface ProfileOverrides {
  /** `LOAD_VUS`: users; of a ramp, its peak; of an arrival rate, those that are started before the load. */
  readonly vus?: number | undefined
  /** `LOAD_RATE`: arrivals per second; of a ramp, its peak. */
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
 * Changes a profile as a run asks for: replaces users, rates and durations; a ramp keeps its form, so all its levels and stages change
 * in proportion. Comes after scaling: what a run asks for is taken literally.
 *
 * @throws {OptionsError} if there would be more users than iterations to share.
 */
export function overrideProfile(profile: Profile, { vus, rate, duration }: ProfileOverrides): OverriddenProfile {
  const notes: string[] = []
  let overridden = profile
  if (rate !== undefined) {
    notes.push(`LOAD_RATE=${formatRate(rate)} ${isOpen(profile) ? `replaced ${describeRate(profile)}` : NO_RATE}`)
    if (isOpen(profile)) overridden = withRate(profile, rate)
  }
  if (vus !== undefined) {
    notes.push(`LOAD_VUS=${vus} replaced ${describeUsers(profile)}${describeRaise(overridden, vus)}`)
    overridden = withVus(overridden, vus)
  }
  if (duration !== undefined) {
    notes.push(`LOAD_DURATION=${formatDuration(duration)} replaced ${describeDuration(profile)}`)
    overridden = withDuration(overridden, duration)
  }
  return { profile: overridden, notes }
}

const NO_RATE = 'has no effect: the profile sets users, not an arrival rate'

const readVariables = object({
  LOAD_VUS: optional(integer()),
  LOAD_RATE: optional(rate()),
  LOAD_DURATION: optional(duration()),
})

function describeUsers(profile: Profile): string {
  return profile.kind === 'ramping-vus' ? `a peak of ${formatUsers(peakOf(profile.stages))}` : formatUsers(profile.vus)
}

function describeRaise(profile: Profile, vus: number): string {
  return isOpen(profile) && vus > profile.maxVus ? ` and raised maxVus from ${formatCount(profile.maxVus)}` : ''
}

function describeRate(profile: OpenProfile): string {
  const peak = formatRate(peakRate(profile))
  return profile.kind === 'constant-rate' ? peak : `a peak of ${peak}`
}

function describeDuration(profile: Profile): string {
  const duration = formatDuration(latestStop(profile))
  return plannedDuration(profile) === undefined ? `a maxDuration of ${duration}` : duration
}
