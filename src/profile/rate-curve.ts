import type { OpenProfile } from './profile.ts'
import { peakOf } from './stages.ts'

/** A linear piece of the curve of a rate. */
export interface RatePiece {
  /** Milliseconds since the start of measuring. */
  readonly start: number
  /** Milliseconds. */
  readonly duration: number
  /** Arrivals per second at its start. */
  readonly from: number
  /** Arrivals per second at its end. */
  readonly target: number
  /** Λ at its start: the integral of the rate since the start of measuring; below 0 in the warm-up. */
  readonly before: number
  /** Λ at its end. */
  readonly after: number
}

/** The rate of an open profile from `-warmUp` milliseconds to its end; the warm-up holds the opening rate. */
export function rateCurve(profile: OpenProfile, warmUp = 0): readonly RatePiece[] {
  const stages = profile.kind === 'constant-rate' ? [{ ...profile, from: profile.rate, target: profile.rate }] : profile.stages
  const opening = openingRate(profile)
  const pieces: RatePiece[] = []
  if (warmUp > 0) {
    const before = 0 - snap((opening * warmUp) / 1000)
    pieces.push({ start: -warmUp, duration: warmUp, from: opening, target: opening, before, after: 0 })
  }
  let start = 0
  let before = 0
  for (const { from, target, duration } of stages) {
    const after = snap(before + ((from + target) * duration) / 2000)
    pieces.push({ start, duration, from, target, before, after })
    start += duration
    before = after
  }
  return pieces
}

/** Arrivals per second at the start. */
export function openingRate(profile: OpenProfile): number {
  return profile.kind === 'constant-rate' ? profile.rate : profile.startRate
}

/** The highest number of arrivals per second. */
export function peakRate(profile: OpenProfile): number {
  return profile.kind === 'constant-rate' ? profile.rate : peakOf(profile.stages)
}

/** What is a whole number but for errors of rounding becomes one: it decides whether another arrival is due. */
function snap(area: number): number {
  const whole = Math.round(area)
  return Math.abs(area - whole) <= whole * 1e-12 ? whole : area
}
