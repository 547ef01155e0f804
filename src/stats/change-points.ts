import { type ChangePoint, changePointOf } from './change-point.ts'
import { medianOf, type Series, tidySeries, valuesOf } from './series.ts'

/**
 * All moments at which a series of runs went to another level, in their order: each part beside a change is searched again. Runs are taken
 * to be independent of each other.
 */
export function changePointsOf(series: Series): readonly ChangePoint[] {
  const points = tidySeries(series)
  const bounds = [0, ...splits(points, 0), points.length]
  return bounds.slice(1, -1).map((split, index) => ({
    at: (points[split] as Series[number]).at,
    // Of the levels on both sides, each up to the next change.
    before: medianOf(valuesOf(points.slice(bounds[index], split))),
    after: medianOf(valuesOf(points.slice(split, bounds[index + 2]))),
  }))
}

function splits(points: Series, first: number): number[] {
  const change = changePointOf(points, { areIndependent: true })
  const split = change === undefined ? 0 : points.findIndex(({ at }) => at === change.at)
  if (split <= 0) return []
  return [...splits(points.slice(0, split), first), first + split, ...splits(points.slice(split), first + split)]
}
