import { number, object, optional, parseOptions } from '../core/options.ts'
import { type EnvironmentVariables, variable } from './environment-variables.ts'
import { freezeProfile } from './freeze-profile.ts'
import type { Profile } from './profile.ts'

/**
 * The same load for a longer or shorter time: multiplies the durations of a profile and of its stages, never users, rates,
 * iterations, `gracefulStop` or `maxDuration`, which is the limit of a number of iterations that isn't scaled either. Nothing gets
 * shorter than 1 s that was not so before.
 *
 * @example
 * scaleProfile(constantVus(100, '1m'), 0.1) // 100 users for 6 s
 */
export function scaleProfile(profile: Profile, scale: number): Profile {
  const scaled = (duration: number): number => Math.max(duration * scale, Math.min(duration, SHORTEST))
  switch (profile.kind) {
    case 'constant-vus':
    case 'constant-rate':
      return freezeProfile<Profile>({ ...profile, duration: scaled(profile.duration) })
    case 'ramping-vus':
    case 'ramping-rate':
      return freezeProfile<Profile>({
        ...profile,
        stages: profile.stages.map((stage) => ({ ...stage, duration: scaled(stage.duration) })),
      })
    case 'shared-iterations':
    case 'per-vu-iterations':
      return profile
  }
}

/**
 * The scale that `LOAD_SCALE` asks for: above 0, at most 100.
 *
 * @default 1, also where the variable is empty
 * @throws {OptionsError} if it is something else.
 * @example
 * scaleFromEnvironment({ LOAD_SCALE: '0.1' }) // 0.1
 */
export function scaleFromEnvironment(env: EnvironmentVariables): number {
  return parseOptions('environment', { LOAD_SCALE: variable(env, 'LOAD_SCALE') }, readVariables).LOAD_SCALE
}

const readVariables = object({ LOAD_SCALE: optional(number({ above: 0, max: 100 }), 1) })

/** Milliseconds. Below this a stage shows connections being opened and little else. */
const SHORTEST = 1000
