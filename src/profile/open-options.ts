import { duration, expected, integer, object, oneOf, optional, type Problem } from '../core/options.ts'
import type { Duration } from '../core/units.ts'
import { checked, type Given } from './checked.ts'
import type { Arrivals } from './profile.ts'
import type { GivenUsers } from './users-for-rate.ts'

/** Options of the profiles that set an arrival rate. */
export interface OpenOptions {
  /**
   * How arrivals are spread: evenly along the rate, or at random (seeded) with that rate on average.
   * @default 'uniform'
   */
  readonly arrivals?: Arrivals
  /**
   * Users that are started before the load, a whole number of at least 1.
   * @default as many as arrive in 1 s at the peak rate, at least 10 and at most `maxVus`
   */
  readonly vus?: number
  /**
   * Users that there may be, a whole number of at least `vus`. An iteration that is due while all of them are busy is dropped.
   * @default as many as arrive in 10 s at the peak rate, from 100 to 10,000 and at least `vus`
   */
  readonly maxVus?: number
  /**
   * How long iterations may go on after the end before they are interrupted; milliseconds, at least 0.
   * @default the longest request time-out, at least 30 s
   */
  readonly gracefulStop?: Duration
}

export const openFields = {
  arrivals: optional(oneOf('uniform', 'poisson'), 'uniform' as const),
  vus: optional(integer()),
  maxVus: optional(integer()),
  gracefulStop: optional(duration({ min: 0 })),
}

export const readOpenOptions = checked(object(openFields), checkUsers)

export function checkUsers({ vus, maxVus }: GivenUsers, given: Given, problems: Problem[]): void {
  if (vus !== undefined && maxVus !== undefined && maxVus < vus) {
    expected(`at least ${vus}, as \`vus\` is`, given.maxVus, 'maxVus', problems)
  }
}
