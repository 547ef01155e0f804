import { mean } from 'simple-statistics'
import { medianOf, type Series, tidySeries, valuesOf } from './series.ts'

/** From here on a modified z-score is that of an outlier. */
const FAR = 3.5
/** Standard deviations of a normal distribution per median, and per mean, of the absolute deviations. */
const PER_MEDIAN_DEVIATION = 1 / 0.6745
const PER_MEAN_DEVIATION = Math.sqrt(Math.PI / 2)

/**
 * The points that lie far from the others: |x − median| / (1.4826 MAD) > 3.5, with MAD the median absolute deviation (Iglewicz and Hoaglin,
 * How to Detect and Handle Outliers, 1993). Where more than half of the values are the same, MAD is 0, and 1.2533 times the mean absolute
 * deviation takes its place.
 */
export function outliersOf(series: Series): Series {
  const points = tidySeries(series)
  if (points.length === 0) return []
  const center = medianOf(valuesOf(points))
  const deviations = points.map(({ value }) => Math.abs(value - center))
  const scale = PER_MEDIAN_DEVIATION * medianOf(deviations) || PER_MEAN_DEVIATION * mean(deviations)
  return points.filter(({ value }) => Math.abs(value - center) > FAR * scale)
}
