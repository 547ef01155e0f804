import { object, parseOptions } from '../core/options.ts'
import { freezeProfile } from './freeze-profile.ts'
import type { Profile, RampingVus } from './profile.ts'
import { usersSharing } from './shared-iterations.ts'
import { peakOf } from './stages.ts'

/** A profile as `LOAD_VUS` has it: a ramp gets that peak, an arrival rate that many users to begin with. */
export function withVus(profile: Profile, vus: number): Profile {
  switch (profile.kind) {
    case 'ramping-vus':
      return rampTo(profile, vus)
    case 'shared-iterations':
      return freezeProfile<Profile>({ ...profile, vus: shareable(vus, profile.iterations) })
    case 'constant-vus':
    case 'per-vu-iterations':
      return freezeProfile<Profile>({ ...profile, vus })
    case 'constant-rate':
    case 'ramping-rate':
      return freezeProfile<Profile>({ ...profile, vus, maxVus: Math.max(vus, profile.maxVus) })
  }
}

/** The same ramp with another peak: in proportion, but a level with users keeps at least one. */
function rampTo(profile: RampingVus, vus: number): RampingVus {
  const peak = peakOf(profile.stages)
  const level = (users: number): number => (users === 0 ? 0 : Math.max(1, Math.round((users * vus) / peak)))
  return freezeProfile<RampingVus>({
    ...profile,
    startVus: level(profile.startVus),
    stages: profile.stages.map((stage) => ({ ...stage, from: level(stage.from), target: level(stage.target) })),
  })
}

function shareable(vus: number, iterations: number): number {
  return parseOptions('environment', { LOAD_VUS: vus }, object({ LOAD_VUS: usersSharing(iterations) })).LOAD_VUS
}
