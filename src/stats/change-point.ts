import { effectiveSize } from './effective-size.ts'
import { ranksOf } from './ranks.ts'
import { medianOf, type Series, tidySeries, valuesOf } from './series.ts'

/** The moment at which a series went from one level to another. */
export interface ChangePoint {
  /** The first moment of the new level. */
  readonly at: number
  /** The medians before and from then on. */
  readonly before: number
  readonly after: number
}

const LEAST_VALUES = 10
/** How likely such a change is where there is none. */
const CHANCE = 0.01

/**
 * Finds the moment at which a series changed most, by Pettitt's test (1979), which looks at ranks only: outliers don't move it.
 *
 * U(k) = 2 Σ rank(1…k) − k (n + 1), K = max |U|, and p ≈ 2 exp(−6 K² / (n³ + n²)). Neighbours depend on each other, so the exponent is
 * multiplied by n* / n, with n* the effective size of what is left beside the two levels.
 *
 * Ranks lead the moment towards the middle, so it is looked for once more nearby: where absolute deviations from both medians are least.
 *
 * It is weak near the ends: of 60 values, a change at the 10th may be missed.
 *
 * Where each value is of a run of its own, `areIndependent` leaves the effective size out: levels of a third change look like dependence.
 *
 * @returns `undefined` where the change may be chance.
 */
export function changePointOf(series: Series, { areIndependent = false } = {}): ChangePoint | undefined {
  const points = tidySeries(series)
  const count = points.length
  if (count < LEAST_VALUES) return undefined
  const values = valuesOf(points)
  let sum = 0
  let most = 0
  let split = 0
  for (const [index, rank] of ranksOf(values).entries()) {
    sum += 2 * rank - (count + 1)
    if (Math.abs(sum) > most) {
      most = Math.abs(sum)
      split = index + 1
    }
  }
  split = refine(values, split)
  const first = points[split]
  if (first === undefined) return undefined
  const before = medianOf(values.slice(0, split))
  const after = medianOf(values.slice(split))
  const rest = values.map((value, index) => value - (index < split ? before : after))
  const size = areIndependent ? count : effectiveSize(rest)
  const chance = 2 * Math.exp((-6 * most ** 2 * (size / count)) / (count ** 3 + count ** 2))
  return chance < CHANCE ? { at: first.at, before, after } : undefined
}

function refine(values: readonly number[], near: number): number {
  const reach = Math.ceil(values.length / 20) + 5
  let best = near
  let least = Number.POSITIVE_INFINITY
  for (let split = Math.max(1, near - reach); split < Math.min(values.length, near + reach); split += 1) {
    const sum = deviation(values.slice(0, split)) + deviation(values.slice(split))
    if (sum >= least) continue
    least = sum
    best = split
  }
  return best
}

function deviation(values: readonly number[]): number {
  const center = medianOf(values)
  return values.reduce((sum, value) => sum + Math.abs(value - center), 0)
}
