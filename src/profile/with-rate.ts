import { freezeProfile } from './freeze-profile.ts'
import type { OpenProfile } from './profile.ts'
import { peakRate } from './rate-curve.ts'
import { usersForRate } from './users-for-rate.ts'

/** A profile as `LOAD_RATE` has it: a ramp gets that peak and keeps its form. */
export function withRate(profile: OpenProfile, rate: number): OpenProfile {
  const users = usersFor(profile, rate)
  if (profile.kind === 'constant-rate') return freezeProfile<OpenProfile>({ ...profile, rate, ...users })
  const peak = peakRate(profile)
  // Divided first, so that the peak becomes exactly what was asked for.
  const level = (found: number): number => (found / peak) * rate
  return freezeProfile<OpenProfile>({
    ...profile,
    startRate: level(profile.startRate),
    stages: profile.stages.map((stage) => ({ ...stage, from: level(stage.from), target: level(stage.target) })),
    ...users,
  })
}

/** Numbers of users that are what they would be by default follow the rate; others were meant, and stay. */
function usersFor(profile: OpenProfile, rate: number): { readonly vus: number; readonly maxVus: number } {
  const peak = peakRate(profile)
  const byDefault = {
    vus: usersForRate(peak, { vus: undefined, maxVus: profile.maxVus }).vus,
    maxVus: usersForRate(peak, { vus: profile.vus, maxVus: undefined }).maxVus,
  }
  return usersForRate(rate, {
    vus: profile.vus === byDefault.vus ? undefined : profile.vus,
    maxVus: profile.maxVus === byDefault.maxVus ? undefined : profile.maxVus,
  })
}
