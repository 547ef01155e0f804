import { medianOf, pointsIn, type Series, tidySeries, valuesOf } from './series.ts'

/** From the first part of a series to its last. */
export interface Change {
  /** The medians of the two parts. */
  readonly first: number
  readonly last: number
  /** (last − first) / |first|; `undefined` where the first is 0. */
  readonly share: number | undefined
}

/** Values that each part must have. */
const LEAST_VALUES = 3

/**
 * How a series changed between its first and its last bucket, by their medians, so that neither a spike nor noise makes a change.
 *
 * @param bucket Milliseconds.
 * @returns `undefined` if the two overlap, or one of them has fewer than 3 values.
 */
export function changeOf(series: Series, bucket: number): Change | undefined {
  const points = tidySeries(series)
  const start = points[0]?.at ?? 0
  // The last value stands for the time after it as well.
  const end = (points.at(-1)?.at ?? 0) + stepOf(points)
  if (!(bucket > 0) || end - start < 2 * bucket) return undefined
  const head = valuesOf(pointsIn(points, start, start + bucket))
  const tail = valuesOf(pointsIn(points, end - bucket, end))
  if (Math.min(head.length, tail.length) < LEAST_VALUES) return undefined
  const first = medianOf(head)
  const last = medianOf(tail)
  return { first, last, share: first === 0 ? undefined : (last - first) / Math.abs(first) }
}

function stepOf(points: Series): number {
  return medianOf(points.slice(1).map(({ at }, index) => at - (points[index]?.at ?? at))) || 0
}
