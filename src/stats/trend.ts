import { mean, sampleStandardDeviation } from 'simple-statistics'
import { effectiveSize } from './effective-size.ts'
import { medianOf, type Series, thin, tidySeries, valuesOf } from './series.ts'
import { studentQuantile } from './student.ts'

/** How fast a series grows. */
export interface Trend {
  /** Per second, in the unit of the values. */
  readonly slope: number
  /** The bounds between which the slope lies with the confidence that was asked for; infinite where nothing can be said. */
  readonly lower: number
  readonly upper: number
  /** The value of the line at the first and at the last moment. */
  readonly from: number
  readonly to: number
}

/** More points than these become medians of neighbours: the pairs of them grow with the square. */
const MOST_POINTS = 240
/** Fewer say nothing. */
const LEAST_POINTS = 8

/**
 * The trend of a series by Theil and Sen, the median of the slopes between all pairs of points: up to 29 % of outliers don't move it.
 *
 * Its bounds are Sen's (1968, as in Gilbert, Statistical Methods for Environmental Pollution Monitoring, 1987, 16.5): the slopes of rank
 * (N ∓ C) / 2 among all N, with C = t √Var(S) and Var(S) = n (n − 1) (2n + 5) / 18, the variance of Kendall's S. Neighbours depend on each
 * other, so Var(S) is multiplied by n / n* (Yue and Wang, 2004), with n* the effective size of what the line leaves over; and t is
 * Student's with n* − 2 degrees of freedom.
 *
 * What is left over may depend on itself for so long that those ranks tell nothing: then the series is taken for a random walk with a
 * drift. Its bounds are (Σd ± t s √(n² / n*)) / T, with d the n steps from value to value, s their standard deviation, n* their effective
 * size, and T the time. A leak that a collector interrupts once is found so; what only wanders makes s large.
 *
 * @param confidence Of the two bounds together. @default 0.95
 * @returns `undefined` of fewer than 8 points.
 */
export function trendOf(series: Series, confidence = 0.95): Trend | undefined {
  const points = thin(tidySeries(series), MOST_POINTS)
  const first = points[0]
  const last = points.at(-1)
  if (points.length < LEAST_POINTS || first === undefined || last === undefined) return undefined
  const slopes = slopesOf(points)
  if (slopes.length === 0) return undefined
  const slope = medianOfSorted(slopes)
  const residuals = points.map(({ at, value }) => value - slope * at)
  const start = medianOf(residuals)
  const ranked = boundsOf(slopes, points.length, effectiveSize(residuals), confidence)
  const [lower, upper] = ranked.every(Number.isFinite) ? ranked : driftBounds(points, confidence)
  const line = (at: number): number => start + slope * at
  return { slope: slope * 1000, lower: lower * 1000, upper: upper * 1000, from: line(first.at), to: line(last.at) }
}

function boundsOf(slopes: Float64Array, count: number, size: number, confidence: number): readonly [number, number] {
  const unknown = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const
  const freedom = size - 2
  if (freedom < 3) return unknown
  const variance = ((count * (count - 1) * (2 * count + 5)) / 18) * (count / size)
  const reach = studentQuantile((1 + confidence) / 2, freedom) * Math.sqrt(variance)
  const lower = Math.floor((slopes.length - reach) / 2) - 1
  const upper = Math.ceil((slopes.length + reach) / 2)
  return [slopes[lower] ?? unknown[0], slopes[upper] ?? unknown[1]]
}

function driftBounds(points: Series, confidence: number): readonly [number, number] {
  const values = valuesOf(points)
  const steps = values.slice(1).map((value, index) => value - (values[index] as number))
  const size = effectiveSize(steps)
  const time = (points.at(-1)?.at ?? 0) - (points[0]?.at ?? 0)
  if (size - 1 < 3) return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  const count = steps.length
  const reach = (studentQuantile((1 + confidence) / 2, size - 1) * sampleStandardDeviation(steps) * count) / Math.sqrt(size)
  const rise = mean(steps) * count
  return [(rise - reach) / time, (rise + reach) / time]
}

/** The slopes between all pairs that lie at different moments, ascending, per millisecond. */
function slopesOf(points: Series): Float64Array {
  const values = valuesOf(points)
  const slopes = new Float64Array((points.length * (points.length - 1)) / 2)
  let count = 0
  for (const [index, { at, value }] of points.entries()) {
    for (let earlier = 0; earlier < index; earlier += 1) {
      const time = at - (points[earlier]?.at ?? at)
      if (time > 0) slopes[count++] = (value - (values[earlier] ?? value)) / time
    }
  }
  return slopes.subarray(0, count).sort()
}

function medianOfSorted(sorted: Float64Array): number {
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2
}
