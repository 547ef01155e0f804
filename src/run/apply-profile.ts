import { formatRate } from '../core/format.ts'
import { expected, OptionsError, type Problem } from '../core/options.ts'
import { arrivalTimes } from '../profile/arrivals.ts'
import { type OverriddenProfile, overrideProfile, overridesFromEnvironment } from '../profile/overrides.ts'
import { peakTogether } from '../profile/peak-together.ts'
import { isOpen, type LoadModel, type Profile } from '../profile/profile.ts'
import { scaleFromEnvironment, scaleProfile } from '../profile/scale.ts'
import { userChanges } from '../profile/user-schedule.ts'

/** Profiles as a run applies them, scaled and overridden by the environment, each with notes for the reader of the result. */
export interface AppliedProfiles {
  readonly scale: number
  readonly profiles: readonly OverriddenProfile[]
}

/**
 * What the environment makes of profiles.
 *
 * @throws {OptionsError} if something is wrong with a variable.
 */
export function applyProfiles(profiles: readonly Profile[]): AppliedProfiles {
  const scale = scaleFromEnvironment(process.env)
  const overrides = overridesFromEnvironment(process.env)
  return { scale, profiles: profiles.map((profile) => overrideProfile(scaleProfile(profile, scale), overrides)) }
}

/** Checks that a budget has room for all arrivals: they would be late more and more otherwise, and not by the server's fault. */
export function checkBudget(
  budget: number | undefined,
  given: unknown,
  { profiles }: AppliedProfiles,
  problems: Problem[],
): void {
  const peak = peakTogether(profiles.map(({ profile }) => profile).filter(isOpen))
  // A budget that is none is told by its reader.
  if (budget === undefined || !(budget < peak)) return
  const whose = profiles.length === 1 ? 'the profile' : 'the profiles together'
  expected(`at least the arrival rate of ${whose}, ${formatRate(peak)}`, given, 'budget', problems)
}

/** Checks that each profile has a level that the warm-up can hold. `names` are those of the scenarios, where there are several. */
export function checkWarmUps(
  warmUp: number,
  { profiles }: AppliedProfiles,
  problems: Problem[],
  names?: readonly string[],
): void {
  for (const [index, { profile }] of profiles.entries()) {
    try {
      if (isOpen(profile)) arrivalTimes(profile, { seed: 0, warmUp })
      else userChanges(profile, warmUp)
    } catch (error) {
      if (!(error instanceof OptionsError)) throw error
      problems.push(...error.problems.map((problem) => ofScenario(problem, names?.[index])))
    }
  }
}

/** A problem, with the name of the scenario that it belongs to. */
export function ofScenario({ at, message }: Problem, name: string | undefined): Problem {
  return name === undefined ? { at, message } : { at: `${name}.${at}`, message: `${name}: ${message}` }
}

export function modelOf(profiles: readonly Profile[]): LoadModel {
  const open = profiles.filter(isOpen).length
  if (open === 0) return 'closed'
  return open === profiles.length ? 'open' : 'mixed'
}
