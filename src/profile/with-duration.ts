import { freezeProfile } from './freeze-profile.ts'
import type { Profile } from './profile.ts'
import { latestStop } from './timeline.ts'

/** A profile as `LOAD_DURATION` has it: the stages of a ramp change in proportion. */
export function withDuration(profile: Profile, duration: number): Profile {
  switch (profile.kind) {
    case 'constant-vus':
    case 'constant-rate':
      return freezeProfile<Profile>({ ...profile, duration })
    case 'ramping-vus':
    case 'ramping-rate': {
      const total = latestStop(profile)
      const stages = profile.stages.map((stage) => ({ ...stage, duration: (stage.duration * duration) / total }))
      return freezeProfile<Profile>({ ...profile, stages })
    }
    case 'shared-iterations':
    case 'per-vu-iterations':
      return freezeProfile<Profile>({ ...profile, maxDuration: duration })
  }
}
