import { medianSorted } from 'simple-statistics'

/** One value at a moment. */
export interface Point {
  /** Milliseconds; differences count, not where they begin. */
  readonly at: number
  readonly value: number
}

/** Values over time. */
export type Series = readonly Point[]

/** In the order of time, without what is no number: a probe that failed leaves a hole, not a 0. */
export function tidySeries(series: Series): Series {
  const finite = series.filter(({ at, value }) => Number.isFinite(at) && Number.isFinite(value))
  const isOrdered = finite.every(({ at }, index) => index === 0 || at >= (finite[index - 1] as Point).at)
  return isOrdered ? finite : finite.toSorted((one, other) => one.at - other.at)
}

/** At most `most` points: the medians, in time and value, of neighbours in groups of one size. */
export function thin(series: Series, most: number): Series {
  const size = Math.ceil(series.length / most)
  if (size <= 1) return series
  const thinned: Point[] = []
  for (let first = 0; first < series.length; first += size) {
    const group = series.slice(first, first + size)
    // A short rest would be noisier than the others.
    if (group.length > size / 2) thinned.push({ at: medianOf(group.map(({ at }) => at)), value: medianOf(valuesOf(group)) })
  }
  return thinned
}

/** The points from one moment (included) to another (excluded). */
export function pointsIn(series: Series, from: number, to: number): Series {
  return series.filter(({ at }) => at >= from && at < to)
}

export function valuesOf(series: Series): number[] {
  return series.map(({ value }) => value)
}

/** The median; `NaN` of nothing. */
export function medianOf(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : medianSorted(values.toSorted((one, other) => one - other))
}
