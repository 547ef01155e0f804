import { formatCount, formatDuration, formatRate } from '../core/format.ts'
import type { Burst, Profile, RampingVus } from './profile.ts'
import { latestStop } from './timeline.ts'

/**
 * What a profile does, in one line.
 *
 * @example
 * describeProfile(constantVus(100, '10s')) // '100 users for 10 s'
 */
export function describeProfile(profile: Profile | Burst): string {
  switch (profile.kind) {
    case 'constant-vus': {
      const { vus, duration, spawnRate } = profile
      const joining = spawnRate === undefined ? '' : `, joining at ${formatRate(spawnRate)}`
      return `${formatUsers(vus)} for ${formatDuration(duration)}${joining}`
    }
    case 'ramping-vus':
      return describeRamp(profile)
    case 'shared-iterations':
      return `${count(profile.iterations, 'iteration')} shared by ${formatUsers(profile.vus)}`
    case 'per-vu-iterations':
      return `${count(profile.iterations, 'iteration')} for ${profile.vus === 1 ? '' : 'each of '}${formatUsers(profile.vus)}`
    case 'burst': {
      const calls = count(profile.iterations, 'call')
      return profile.concurrency >= profile.iterations
        ? `${calls} at once`
        : `${calls}, ${formatCount(profile.concurrency)} at a time`
    }
  }
}

/** A number of users in words: `1 user`, `100 users`. */
export function formatUsers(users: number): string {
  return count(users, 'user')
}

function describeRamp(profile: RampingVus): string {
  const levels = profile.stages.flatMap(({ from, target }) => [from, target])
  const turns = levels.filter((level, index) => level !== levels[index - 1])
  const duration = formatDuration(latestStop(profile))
  const [first = 0, ...rest] = turns
  return rest.length === 0
    ? `${formatUsers(first)} for ${duration}`
    : `ramp ${turns.map(formatCount).join(' → ')} users over ${duration}`
}

function count(number: number, noun: string): string {
  return `${formatCount(number)} ${noun}${number === 1 ? '' : 's'}`
}
