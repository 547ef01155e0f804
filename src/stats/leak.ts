import { pointsIn, type Series, tidySeries } from './series.ts'
import { type Shape, shapeOf } from './shape.ts'
import { trendOf } from './trend.ts'

/** What came of looking for a leak. */
export type LeakTest =
  /** Too short, or too few values. */
  | { readonly kind: 'no-data' }
  /** No steady growth; `because` says what there was instead. */
  | { readonly kind: 'stable'; readonly because: 'no growth' | 'little growth' | Exclude<Shape, 'line'> }
  | Leak

/** Steady growth after the warm-up, to the end. */
export interface Leak {
  readonly kind: 'leak'
  /** The moment from which on it was looked for: the end of the warm-up. */
  readonly since: number
  /** Milliseconds from there to the end. */
  readonly time: number
  /** The level at both ends of that time, without noise. */
  readonly from: number
  readonly to: number
  /** Per second, in the unit of the values, and its bounds. */
  readonly slope: number
  readonly lower: number
  readonly upper: number
}

/** Milliseconds that must have been watched. */
export const LEAST_TIME = 30_000
const LEAST_VALUES = 15
/** The share of the time that is warm-up: pools, caches and compiled code grow in it. */
const WARM_UP = 0.2
/** Of both bounds of the slope together: one server in a hundred that doesn't grow passes the lower one by chance. */
const CONFIDENCE = 0.98
/** Growth of less, as a share of the level, is not worth a word. */
const LEAST_GROWTH = 0.02

/**
 * Tells a leak from what looks like one: memory (or any other resource) leaks if, after the warm-up, its trend surely rises, by 2 % or
 * more, and a straight line fits it better than one step and than a plateau. The sawtooth of a garbage collector depends on itself for so
 * long that its trend is never sure.
 *
 * @param series At least 30 s and 15 values.
 */
export function testLeak(series: Series): LeakTest {
  const points = tidySeries(series)
  const start = points[0]?.at ?? 0
  const end = points.at(-1)?.at ?? 0
  // Values at both ends of 30 s are 30 s of samples, even if the last comes a little early.
  if (points.length < LEAST_VALUES || end - start < LEAST_TIME * 0.95) return { kind: 'no-data' }
  const since = start + WARM_UP * (end - start)
  const rest = pointsIn(points, since, Number.POSITIVE_INFINITY)
  const trend = trendOf(rest, CONFIDENCE)
  if (trend === undefined) return { kind: 'no-data' }
  const { from, to, slope, lower, upper } = trend
  if (!(lower > 0)) return { kind: 'stable', because: 'no growth' }
  if (to - from < LEAST_GROWTH * Math.abs(from)) return { kind: 'stable', because: 'little growth' }
  const shape = shapeOf(rest)
  if (shape !== 'line') return { kind: 'stable', because: shape }
  return { kind: 'leak', since, time: end - since, from, to, slope, lower, upper }
}
