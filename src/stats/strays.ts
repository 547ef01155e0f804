import { median } from 'simple-statistics'

/** So many neighbours on either side tell what a value should be. */
const REACH = 4
/** Standard deviations from there to a stray. */
const FAR = 3
/** Standard deviations of a normal distribution per median of the absolute deviations. */
const PER_MEDIAN_DEVIATION = 1 / 0.6745

/**
 * Which values of a series are far from those around them, wherever the series drifts: |x − m| > 3 · 1.4826 MAD, with m the median of the 4
 * values on either side, and MAD the median of all |x − m| (the identifier of Hampel, The Influence Curve and its Role in Robust
 * Estimation, 1974, in a moving window).
 *
 * @param values In the order of time.
 * @param least What is nearer than this is none, however quiet the others are.
 */
export function straysOf(values: readonly number[], least: number): readonly boolean[] {
  if (values.length < 2) return values.map(() => false)
  const distances = values.map((value, index) => {
    const around = [...values.slice(Math.max(0, index - REACH), index), ...values.slice(index + 1, index + 1 + REACH)]
    return Math.abs(value - median(around))
  })
  const far = Math.max(least, FAR * PER_MEDIAN_DEVIATION * median(distances))
  return distances.map((distance) => distance > far)
}
