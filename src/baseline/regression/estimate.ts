/** By how much a metric is worse than before, and how sure that is; on the scale of the metric, see `toScale`. */
export type Estimate = KnownChange | UnknownChange

export interface KnownChange {
  readonly kind: 'known'
  /** The figures of both sides, in the metric's own unit. */
  readonly base: number
  readonly candidate: number
  /** Above 0 is worse. */
  readonly difference: number
  /** The probability of evidence as strong as this, if the true difference were a limit. */
  chanceAbove(limit: number): number
  /** The bounds of the interval of confidence 1 − level. */
  interval(level: number): readonly [lower: number, upper: number]
}

/** There is too little to tell. */
export interface UnknownChange {
  readonly kind: 'unknown'
  /** `only 1,200 requests in a run; 2,000 or more tell`. */
  readonly because: string
}

/** What a percentile needs so that some twenty values lie above it. */
export function leastValues(quantile: number | undefined): number {
  return quantile === undefined ? LEAST_REQUESTS : Math.max(LEAST_REQUESTS, Math.ceil(20 / (1 - quantile) - 1e-9))
}

/** Of a mean or a rate. */
const LEAST_REQUESTS = 100
