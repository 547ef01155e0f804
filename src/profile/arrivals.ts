import { createRandom, type Random } from '../core/random.ts'
import { checkWarmUp } from './cold-start.ts'
import { type Part, partOf, shareOf } from './partition.ts'
import type { OpenProfile } from './profile.ts'
import { openingRate, type RatePiece, rateCurve } from './rate-curve.ts'

export interface ArrivalOptions {
  /** Of the random source of Poisson arrivals: the same seed gives the same times. */
  readonly seed: number
  /** Milliseconds. */
  readonly warmUp?: number
}

/**
 * When iterations are due, in milliseconds since the start of measuring, ascending, below 0 in the warm-up; computed as it is walked,
 * which can be done once. No moment depends on the one before, so there is no drift, and an hour takes no more memory than a
 * second. What is due in the measured time is the same with and without a warm-up.
 *
 * With λ(t) the rate per second, t in seconds and Λ(t) = ∫₀ᵗ λ, uniform arrival i (from 0) is at the last moment where Λ is still i:
 * the first at the start, the next where a whole arrival has come together, none where the rate is 0. Poisson arrivals are the
 * same inverse of the moments of a Poisson process of rate 1 (time-rescaling theorem; Çinlar, 1975).
 *
 * @throws {OptionsError} if there is a warm-up, but the opening rate is 0.
 */
export function arrivalTimes(profile: OpenProfile, { seed, warmUp = 0 }: ArrivalOptions): Iterable<number> {
  checkWarmUp(warmUp, openingRate(profile), 'a rate of 0', "'10/s'")
  const curve = rateCurve(profile, warmUp)
  return timesOf(
    curve,
    profile.arrivals === 'uniform' ? evenAreas(curve, partOf(profile)) : randomAreas(curve, partOf(profile), seed),
  )
}

/** How many iterations are due in the measured time; of Poisson arrivals, on average. */
export function plannedArrivals(profile: OpenProfile): number {
  return shareOf(Math.ceil(endOf(rateCurve(profile))), partOf(profile))
}

/** The whole numbers on the curve's Λ. */
function* evenAreas(curve: readonly RatePiece[], { index, of }: Part): Generator<number> {
  const end = endOf(curve)
  const first = Math.ceil(startOf(curve)) // 0, or below it in the warm-up
  for (let area = first + ((index - first) % of); area < end; area += of) yield area
}

/** The warm-up has a source of its own, so that its length changes nothing of what is measured. */
function* randomAreas(curve: readonly RatePiece[], part: Part, seed: number): Generator<number> {
  const random = createRandom(seed)
  yield* poissonProcess(startOf(curve), 0, part, random.fork(WARM_UP_SOURCE))
  yield* poissonProcess(0, endOf(curve), part, random.fork(ARRIVALS_SOURCE))
}

// Below all slots of users, who have the forks from 0 on.
const ARRIVALS_SOURCE = -1
const WARM_UP_SOURCE = -2

/** A Poisson process of rate 1. All parts draw all of it, and each keeps its own. */
function* poissonProcess(start: number, end: number, { index, of }: Part, random: Random): Generator<number> {
  let area = start + exponential(random)
  for (let nth = 0; area < end; nth += 1) {
    if (nth % of === index) yield area
    area += exponential(random)
  }
}

/** Exponentially distributed with mean 1, by inversion. */
function exponential(random: Random): number {
  return -Math.log(1 - random.next())
}

/** The moments at which Λ has the given values, which ascend. */
function* timesOf(curve: readonly RatePiece[], areas: Iterable<number>): Generator<number> {
  let next = 0
  let piece = curve[0] as RatePiece
  for (const area of areas) {
    while (area >= piece.after) {
      next += 1
      piece = curve[next] as RatePiece
    }
    yield piece.start + timeWithin(piece, area - piece.before)
  }
}

/**
 * Milliseconds in which an area A comes together. A = from · t + slope · t² / 2, t in seconds, is solved for t in the form that has no
 * difference of like numbers where the piece is nearly flat: t = 2A / (from + √(from² + 2 · slope · A)).
 */
function timeWithin({ from, target, duration }: RatePiece, area: number): number {
  if (area === 0) return 0
  const slope = ((target - from) * 1000) / duration
  // Rounding may put what is due at the very end of a piece beyond it, where a falling rate would be below 0.
  const root = Math.sqrt(Math.max(0, from * from + 2 * slope * area))
  return Math.min((2000 * area) / (from + root), duration)
}

function startOf(curve: readonly RatePiece[]): number {
  return (curve[0] as RatePiece).before
}

function endOf(curve: readonly RatePiece[]): number {
  return (curve.at(-1) as RatePiece).after
}
