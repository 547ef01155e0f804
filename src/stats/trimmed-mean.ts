import { studentQuantile, studentTail } from './student.ts'

/** Where values lie, and how sure that is. */
export interface TrimmedMean {
  readonly center: number
  /** The standard error of the center; 0 where all that count are equal. */
  readonly error: number
  readonly freedom: number
}

/** With the ends between which the values lie that are left. */
export interface TrimmedValues extends TrimmedMean {
  readonly lowest: number
  readonly highest: number
}

/**
 * The mean of what is left when a share of the values is taken away at either end, so that a few in which something else happened count
 * little; with the standard error √(Σ (w − w̄)² / (h (h − 1))) and Student's t with h − 1 degrees of freedom, where w are the values with
 * those that were taken away put to the ends of the others, and h is how many are left (Tukey and McLaughlin, 1963; Yuen, 1974).
 *
 * @param trim The share at each end, from 0 (the plain mean) to below 0.5.
 */
export function trimmedMean(values: readonly number[], trim: number): TrimmedValues {
  const sorted = Float64Array.from(values).sort()
  const cut = Math.floor(trim * sorted.length)
  const left = sorted.slice(cut, sorted.length - cut)
  const [lowest = Number.NaN] = left
  const highest = left.at(-1) ?? Number.NaN
  const moved = sorted.map((value) => Math.min(highest, Math.max(lowest, value)))
  const middle = meanOf(moved)
  const squares = moved.reduce((total, value) => total + (value - middle) ** 2, 0)
  return {
    center: meanOf(left),
    error: Math.sqrt(squares / (left.length * (left.length - 1))),
    freedom: left.length - 1,
    lowest,
    highest,
  }
}

/** The probability of a center as far above `limit` as this, if the true one were there. */
export function chanceAbove({ center, error, freedom }: TrimmedMean, limit: number): number {
  return error === 0 ? Number(center <= limit) : studentTail((center - limit) / error, freedom)
}

/** The bounds between which the true center lies with a confidence of 1 − `level`. */
export function intervalOf({ center, error, freedom }: TrimmedMean, level: number): readonly [lower: number, upper: number] {
  const reach = error === 0 ? 0 : studentQuantile(1 - level / 2, freedom) * error
  return [center - reach, center + reach]
}

function meanOf(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0) / values.length
}
