import { describeProfile } from '../profile/describe-profile.ts'
import type { AppliedProfile } from '../profile/profile.ts'

/** A profile in one line; one that was stored may be of a kind, or of a form, that this version doesn't know. */
export function describeStoredProfile(profile: AppliedProfile): string {
  try {
    const text: string | undefined = describeProfile(profile)
    return text ?? JSON.stringify(profile)
  } catch {
    return JSON.stringify(profile)
  }
}
