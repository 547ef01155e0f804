import { checkWarmUp } from './cold-start.ts'
import { type Part, partOf, slotOf } from './partition.ts'
import type { ClosedProfile, ConstantVus, RampingVus } from './profile.ts'

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
export function userChanges(profile: ClosedProfile, warmUp = 0): Iterable<UserChange> {
  if (profile.kind === 'ramping-vus') checkWarmUp(warmUp, profile.startVus, '0 users', '10')
  return ownChanges(allChanges(profile, 0 - warmUp), partOf(profile))
}

function* ownChanges(changes: Iterable<UserChange>, { index, of }: Part): Generator<UserChange> {
  for (const change of changes) {
    if (change.user % of === index) yield change
  }
}

/** Those of the whole that a profile is a part of, as far as the part's own users go. */
function allChanges(profile: ClosedProfile, opening: number): Iterable<UserChange> {
  switch (profile.kind) {
    case 'constant-vus':
      return spawn(profile, opening)
    case 'ramping-vus':
      return follow(profile, opening)
    case 'shared-iterations':
    case 'per-vu-iterations':
      return steps(0, slotOf(profile, profile.vus), () => opening)
  }
}

function* spawn(profile: ConstantVus, opening: number): Generator<UserChange> {
  const { vus, duration, spawnRate = Infinity } = profile
  for (const change of steps(0, slotOf(profile, vus), (user) => opening + (user * 1000) / spawnRate)) {
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
