import { expected, OptionsError, type Problem } from '../core/options.ts'
import type { ConstantVus, Profile, RampingVus } from './profile.ts'

/** A user joins or leaves. */
export interface UserChange {
  /** Milliseconds since the start of measuring; below 0 in the warm-up. */
  readonly at: number
  /** The user's slot, from 0: slots below the number of active users are taken. */
  readonly user: number
  readonly change: 'join' | 'leave'
}

/**
 * When users join and leave, in the order of time; computed as it is walked, which can be done once. The opening level is there
 * from `-warmUp` on. The end of the profile is no change: it is the same moment for all who are still there.
 *
 * @param warmUp Milliseconds.
 * @throws {OptionsError} if there is a warm-up, but no user to hold it.
 */
export function userChanges(profile: Profile, warmUp = 0): Iterable<UserChange> {
  const opening = 0 - warmUp
  switch (profile.kind) {
    case 'constant-vus':
      return spawn(profile, opening)
    case 'ramping-vus':
      if (warmUp > 0 && profile.startVus === 0) throw coldStart(warmUp)
      return follow(profile, opening)
    case 'shared-iterations':
    case 'per-vu-iterations':
      return steps(0, profile.vus, () => opening)
  }
}

function* spawn({ vus, duration, spawnRate = Infinity }: ConstantVus, opening: number): Generator<UserChange> {
  for (const change of steps(0, vus, (user) => opening + (user * 1000) / spawnRate)) {
    if (change.at >= duration) return
    yield change
  }
}

/** Rounding half up: slot k is taken while the line is at k + 0.5 or above. So the mean of the steps is that of the line. */
function* follow({ startVus, stages }: RampingVus, opening: number): Generator<UserChange> {
  yield* steps(0, startVus, () => opening)
  let start = 0
  let active = startVus
  for (const { from, target, duration } of stages) {
    yield* steps(active, from, () => start)
    yield* steps(from, target, (user) => start + (duration * (user + 0.5 - from)) / (target - from))
    start += duration
    active = target
  }
}

/** From one number of users to another, one by one: last in, first out. */
function* steps(active: number, target: number, momentOf: (user: number) => number): Generator<UserChange> {
  for (let user = active; user < target; user += 1) yield { at: momentOf(user), user, change: 'join' }
  for (let user = active - 1; user >= target; user -= 1) yield { at: momentOf(user), user, change: 'leave' }
}

function coldStart(warmUp: number): OptionsError {
  const problems: Problem[] = []
  const what =
    'left out where the first stage starts from 0 users, as it holds that level (give the stage a `from`, such as `from: 10`)'
  expected(what, warmUp, 'warmUp', problems)
  return new OptionsError('load', problems)
}
