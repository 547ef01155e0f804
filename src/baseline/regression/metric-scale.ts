import type { RegressionMetric } from './regression-limits.ts'

/** The percentile of a metric as a share; `undefined` where it is none. */
export function quantileOf(metric: RegressionMetric): number | undefined {
  return metric.startsWith('p') ? Number(metric.slice(1)) / 100 : undefined
}

/**
 * A figure on the scale on which it is compared: there a difference means the same at any level, and more is worse. Latencies and rates are
 * compared by their ratio, so by logarithms; shares of failures by their difference.
 */
export function toScale(metric: RegressionMetric, figure: number): number {
  if (metric === 'errorRate') return figure
  return metric === 'throughput' ? -Math.log(figure) : Math.log(figure)
}

/** The figure at a place on the scale. */
export function fromScale(metric: RegressionMetric, place: number): number {
  if (metric === 'errorRate') return place
  return Math.exp(metric === 'throughput' ? -place : place)
}

/** How far on the scale a limit lies from the baseline. */
export function limitOnScale(metric: RegressionMetric, limit: number): number {
  if (metric === 'errorRate') return limit
  return metric === 'throughput' ? -Math.log1p(-limit) : Math.log1p(limit)
}

/** A difference on the scale as it is told: a share of the baseline's figure, or a difference of shares. */
export function changeOnScale(metric: RegressionMetric, difference: number): number {
  return metric === 'errorRate' ? difference : fromScale(metric, difference) - 1
}
