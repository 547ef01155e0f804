import { integer, object, type Reader } from '../core/options.ts'
import { freezeProfile } from './freeze-profile.ts'
import type { Burst, Profile } from './profile.ts'

/** Which part of a load: it has the users and the arrivals whose index is `index` modulo `of`. */
export interface Part {
  readonly index: number
  readonly of: number
}

/** All of a load. */
export const WHOLE: Part = { index: 0, of: 1 }

/**
 * The part of a profile that one of several threads or machines applies: a profile as well, which can be split again. It has its own
 * share of `vus`, `maxVus` and `iterations`; rates and the levels of stages stay those of the whole, and whoever follows them picks
 * out what belongs to the part. So the parts add up exactly to the whole, at every moment. There should not be more of them than
 * users, or some have nobody for what is due.
 */
export function partition<P extends Profile>(profile: P, index: number, of: number): P
export function partition(profile: Profile, index: number, of: number): Profile {
  const outer = partOf(profile)
  const part: Part = { index: outer.index + outer.of * index, of: outer.of * of }
  const share = (count: number): number => shareOf(count, { index, of })
  switch (profile.kind) {
    case 'constant-vus':
    case 'per-vu-iterations':
      return freezeProfile<Parted>({ ...profile, vus: share(profile.vus), part })
    case 'shared-iterations':
      return freezeProfile<Parted>({ ...profile, vus: share(profile.vus), iterations: iterationsOf(profile, share), part })
    case 'constant-rate':
    case 'ramping-rate':
      return freezeProfile<Parted>({ ...profile, vus: share(profile.vus), maxVus: share(profile.maxVus), part })
    case 'ramping-vus':
      return freezeProfile<Parted>({ ...profile, part })
  }
}

/** Which part of a whole a profile is; by itself it is all of it. */
export function partOf(profile: Profile | Burst): Part {
  return (profile as { readonly part?: Part }).part ?? WHOLE
}

/** A profile as that part of a whole. */
export function asPart(profile: Profile, part: Part | undefined): Profile {
  return part === undefined ? profile : freezeProfile<Parted>({ ...profile, part })
}

/** Reads which part of a load a profile is. */
export const readPart: Reader<Part> = object({ index: integer({ min: 0 }), of: integer() })

/** The slot in the whole of a part's nth user (from 0), by which users are told apart. */
export function slotOf(profile: Profile, nth: number): number {
  const { index, of } = partOf(profile)
  return index + nth * of
}

/** How many of the first `count` indices are the part's. */
export function shareOf(count: number, { index, of }: Part): number {
  return Math.floor((count + of - 1 - index) / of)
}

type Parted = Profile & { readonly part?: Part }

/** Dealt to the users in turns, so that each part has as many for each of its users, and none that nobody could do. */
function iterationsOf(
  { iterations, vus }: { readonly iterations: number; readonly vus: number },
  share: (count: number) => number,
): number {
  return vus === 0 ? 0 : Math.floor(iterations / vus) * share(vus) + share(iterations % vus)
}
