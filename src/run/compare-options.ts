import { duration, expected, integer, object, optional, type Problem, type Reader } from '../core/options.ts'
import type { Duration } from '../core/units.ts'
import { baseUrl } from '../http/request-target.ts'
import type { ConstantRate, ConstantVus } from '../profile/profile.ts'
import { readProfile } from '../profile/read-profile.ts'
import { type LoadOptions, type ReadLoadOptions, runFields } from './load-options.ts'

/** Two servers that are to be compared: http or https URLs without a query. */
export interface ComparedTargets {
  /** What there was. */
  readonly base: string
  /** What may have become worse. */
  readonly candidate: string
}

/** What a comparison is told besides the targets, the scenario and the profile. */
export interface CompareOptions
  extends Omit<LoadOptions, 'baseUrl' | 'threads' | 'warmUp' | 'sample' | 'metrics' | 'maxRequests'> {
  /** Blocks of both targets together: a multiple of 4, of at least 12. @default 40 */
  readonly blocks?: number
  /**
   * How long a block is, of which the first second is dropped: whole seconds, at least 2; `LOAD_SCALE` multiplies it, but not below 2 s.
   * @default '3s'
   */
  readonly block?: Duration
}

/** The same, read. */
export interface ReadCompareOptions {
  readonly blocks: number
  /** Milliseconds. */
  readonly block: number
  readonly options: ReadLoadOptions
}

/** Milliseconds; the first second of it is dropped. */
const SHORTEST_BLOCK = 2000

const wholeSeconds: Reader<number> = (found, at, problems) => {
  const block = duration({ min: SHORTEST_BLOCK })(found, at, problems)
  if (block % 1000 !== 0 && !Number.isNaN(block)) expected("whole seconds, such as '3s'", found, at, problems)
  return block
}

const quadruples: Reader<number> = (found, at, problems) => {
  const blocks = integer({ min: 12, max: 1000 })(found, at, problems)
  if (blocks % 4 !== 0) expected('a multiple of 4, because base and candidate take turns as ABBA', found, at, problems)
  return blocks
}

const { baseUrl: _, sample: __, metrics: ___, maxRequests: ____, ...fields } = runFields
const compareOptions = object({ ...fields, blocks: optional(quadruples, 40), block: optional(wholeSeconds, 3000) })

/** Reads what `compareTargets` is told, and adds all that is wrong to `problems`. */
export function readCompareOptions(given: CompareOptions | undefined, problems: Problem[]): ReadCompareOptions {
  const { blocks, block, ...options } = compareOptions(given, '', problems)
  // Two servers are not sampled apart, and threads would need turns of their own.
  const none = { baseUrl: undefined, sample: false, metrics: undefined, maxRequests: undefined, warmUp: 0, threads: 1 } as const
  return { blocks, block, options: { ...options, ...none } }
}

const bothTargets = object({ base: baseUrl, candidate: baseUrl })

export const readTargets: Reader<ComparedTargets> = (found, at, problems) => {
  // Kept as text, as it is for a project's own.
  bothTargets(found, at, problems)
  return found as ComparedTargets
}

/** A profile that can be applied in turns. */
export const readLevelProfile: Reader<ConstantVus | ConstantRate> = (found, at, problems) => {
  const known = problems.length
  const profile = readProfile(found, at, problems)
  if (problems.length > known) return profile as ConstantVus
  if (profile.kind !== 'constant-vus' && profile.kind !== 'constant-rate') {
    expected('constantVus(…) or constantRate(…), because all blocks are to be alike', found, 'profile', problems)
  } else if (profile.kind === 'constant-vus' && profile.spawnRate !== undefined) {
    expected('without `spawnRate`, because all blocks are to be alike', found, 'profile', problems)
  }
  return profile as ConstantVus
}
