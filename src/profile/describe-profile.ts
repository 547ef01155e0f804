import { formatCount, formatDuration, formatRate } from '../core/format.ts'
import type { AppliedProfile, OpenProfile, Stage } from './profile.ts'
import { latestStop } from './timeline.ts'

/**
 * What a profile does, in one line; of several side by side, each after the name of its scenario.
 *
 * @example
 * describeProfile(constantVus(100, '10s')) // '100 users for 10 s'
 */
export function describeProfile(profile: AppliedProfile): string {
  switch (profile.kind) {
    case 'constant-vus': {
      const { vus, duration, spawnRate } = profile
      const joining = spawnRate === undefined ? '' : `, joining at ${formatRate(spawnRate)}`
      return `${formatUsers(vus)} for ${formatDuration(duration)}${joining}`
    }
    case 'ramping-vus':
      return describeUsers(turnsOf(profile.stages), formatDuration(latestStop(profile)))
    case 'shared-iterations':
      return `${count(profile.iterations, 'iteration')} shared by ${formatUsers(profile.vus)}`
    case 'per-vu-iterations':
      return `${count(profile.iterations, 'iteration')} for ${profile.vus === 1 ? '' : 'each of '}${formatUsers(profile.vus)}`
    case 'constant-rate':
    case 'ramping-rate':
      return `${describeRate(profile)}${profile.arrivals === 'poisson' ? ', Poisson' : ''}`
    case 'burst': {
      const calls = count(profile.iterations, 'call')
      return profile.concurrency >= profile.iterations
        ? `${calls} at once`
        : `${calls}, ${formatCount(profile.concurrency)} at a time`
    }
    case 'together':
      return Object.entries(profile.profiles)
        .map(([scenario, one]) => `${scenario}: ${describeProfile(one)}`)
        .join('; ')
  }
}

/** A number of users in words: `1 user`, `100 users`. */
export function formatUsers(users: number): string {
  return count(users, 'user')
}

function describeUsers(turns: readonly number[], duration: string): string {
  return turns.length === 1
    ? `${formatUsers(turns[0] ?? 0)} for ${duration}`
    : `ramp ${turns.map(formatCount).join(' → ')} users over ${duration}`
}

function describeRate(profile: OpenProfile): string {
  const rates = profile.kind === 'constant-rate' ? [profile.rate] : turnsOf(profile.stages)
  const duration = formatDuration(latestStop(profile))
  const texts = rates.map((rate) => formatRate(rate))
  return texts.length === 1 ? `${texts[0]} for ${duration}` : `rate ${shareUnits(texts).join(' → ')} over ${duration}`
}

/** The levels at which a ramp turns, where it starts and where it ends. */
function turnsOf(stages: readonly Stage[]): number[] {
  const levels = stages.flatMap(({ from, target }) => [from, target])
  return levels.filter((level, index) => level !== levels[index - 1])
}

/** Leaves out the unit of a rate if the next one has the same. */
function shareUnits(texts: readonly string[]): string[] {
  const unitOf = (text: string | undefined): string | undefined => text?.split('/')[1]
  return texts.map((text, index) => (unitOf(text) === unitOf(texts[index + 1]) ? text.slice(0, text.indexOf('/')) : text))
}

function count(number: number, noun: string): string {
  return `${formatCount(number)} ${noun}${number === 1 ? '' : 's'}`
}
