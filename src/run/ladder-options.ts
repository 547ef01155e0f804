import { formatRate } from '../core/format.ts'
import { duration, expected, integer, object, optional, type Problem, type Reader, rate } from '../core/options.ts'
import type { Duration } from '../core/units.ts'
import { constantRate } from '../profile/constant-rate.ts'
import { constantVus } from '../profile/constant-vus.ts'
import { formatUsers } from '../profile/describe-profile.ts'
import { perVuIterations } from '../profile/per-vu-iterations.ts'
import type { Profile } from '../profile/profile.ts'
import { readEvents } from './events.ts'
import { type LoadOptions, type ReadLoadOptions, runFields } from './load-options.ts'

/** How much load a level of a ladder is: users, or arrivals as text such as `'50/s'`. */
export type LadderLevel = number | `${number}/${'s' | 'm' | 'min' | 'h'}`

/** What a ladder is told besides the scenario and the levels: what a load is told, for each of its levels. */
export interface LadderOptions extends Omit<LoadOptions, 'threads'> {
  /**
   * Of each level: milliseconds or a text such as `'1m'`, above 0; `LOAD_SCALE` multiplies it.
   * @default '30s', or as long as `iterations` take
   */
  readonly duration?: Duration
  /** In place of a time: how many iterations each user has, a whole number of at least 1. Levels must be users. */
  readonly iterations?: number
}

/** One level, read. */
export interface ReadLevel {
  /** `10 users`, or `50/s`. */
  readonly name: string
  /** Users, or arrivals per second. */
  readonly load: number
  readonly profile: Profile
}

export interface ReadLadder {
  readonly kind: 'users' | 'rate'
  readonly levels: readonly ReadLevel[]
  readonly options: ReadLoadOptions
}

const DEFAULT_DURATION = 30_000

const ladderOptions = object({
  ...runFields,
  warmUp: optional(duration({ min: 0 }), 0),
  duration: optional(duration()),
  iterations: optional(integer()),
  events: optional(readEvents, []),
})

/** Reads what a ladder is given, and adds all that is wrong to `problems`. */
export function readLadder(givenLevels: unknown, given: LadderOptions | undefined, problems: Problem[]): ReadLadder {
  const { duration, iterations, ...options } = ladderOptions(given, '', problems)
  const known = problems.length
  const { kind, loads } = readLevels(givenLevels, problems)
  if (duration !== undefined && iterations !== undefined) {
    expected('left out where `iterations` say when a level is over', given?.duration, 'duration', problems)
  }
  if (kind === 'rate' && iterations !== undefined) {
    expected('left out where levels are rates: give a `duration`', given?.iterations, 'iterations', problems)
  }
  const profileOf = (load: number): Profile => {
    if (kind === 'rate') return constantRate(load, duration ?? DEFAULT_DURATION)
    return iterations === undefined ? constantVus(load, duration ?? DEFAULT_DURATION) : perVuIterations(load, iterations)
  }
  const isSound = problems.length === known && !Number.isNaN(duration)
  const levels = isSound ? loads.map((load) => ({ name: nameOfLevel(kind, load), load, profile: profileOf(load) })) : []
  return { kind, levels, options: { ...options, threads: 1 } }
}

/** What a level is called, in results and where one asks for it. */
export function nameOfLevel(kind: ReadLadder['kind'], load: number): string {
  return kind === 'rate' ? formatRate(load) : formatUsers(load)
}

function readLevels(found: unknown, problems: Problem[]): Pick<ReadLadder, 'kind'> & { readonly loads: readonly number[] } {
  if (!Array.isArray(found) || found.length === 0) {
    expected("a list of levels, such as [10, 50, 100] or ['50/s', '100/s']", found, 'levels', problems)
    return { kind: 'users', loads: [] }
  }
  // The first one says what they are.
  const kind = typeof found[0] === 'string' ? 'rate' : 'users'
  const read: Reader<number> = kind === 'rate' ? rateText : integer()
  const known = problems.length
  const loads = found.map((level, index) => read(level, `levels[${index}]`, problems))
  if (problems.length > known) return { kind, loads }
  for (const [index, load] of loads.entries()) {
    const before = loads[index - 1]
    if (before === undefined || load > before) continue
    expected(`above the level before it, ${nameOfLevel(kind, before)}`, found[index], `levels[${index}]`, problems)
  }
  return { kind, loads }
}

const rateText: Reader<number> = (found, at, problems) => {
  if (typeof found === 'string') return rate()(found, at, problems)
  expected("a rate as the first level is, such as '50/s'", found, at, problems)
  return Number.NaN
}
