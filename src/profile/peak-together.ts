import type { OpenProfile } from './profile.ts'
import { type RatePiece, rateCurve } from './rate-curve.ts'

/** The highest number of arrivals per second that profiles side by side have at one moment. */
export function peakTogether(profiles: readonly OpenProfile[]): number {
  const curves = profiles.map((profile) => rateCurve(profile))
  // The sum of lines is a line, so its highest point is where one of them begins or ends.
  const moments = curves.flat().flatMap(({ start, duration }) => [start, start + duration])
  const sumAt = (rateAt: (curve: readonly RatePiece[], moment: number) => number, moment: number): number =>
    curves.reduce((sum, curve) => sum + rateAt(curve, moment), 0)
  return Math.max(0, ...moments.flatMap((moment) => [sumAt(rateBefore, moment), sumAt(rateAfter, moment)]))
}

/** The rate right before a moment: a piece ends there, or lies around it. */
function rateBefore(curve: readonly RatePiece[], moment: number): number {
  return rateIn(
    curve.find(({ start, duration }) => start < moment && moment <= start + duration),
    moment,
  )
}

/** The rate right after a moment: a piece begins there, or lies around it. */
function rateAfter(curve: readonly RatePiece[], moment: number): number {
  return rateIn(
    curve.find(({ start, duration }) => start <= moment && moment < start + duration),
    moment,
  )
}

function rateIn(piece: RatePiece | undefined, moment: number): number {
  if (piece === undefined) return 0
  const { start, duration, from, target } = piece
  // A level stays exactly what it is.
  return from === target ? from : from + ((target - from) * (moment - start)) / duration
}
