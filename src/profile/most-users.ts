import type { Profile } from './profile.ts'
import { peakOf } from './stages.ts'

/** How many users a profile has at a time, at most. */
export function mostUsers(profile: Profile): number {
  switch (profile.kind) {
    case 'ramping-vus':
      return Math.max(profile.startVus, peakOf(profile.stages))
    case 'constant-vus':
    case 'per-vu-iterations':
    case 'shared-iterations':
      return profile.vus
    case 'constant-rate':
    case 'ramping-rate':
      return profile.maxVus
  }
}
