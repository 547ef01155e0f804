/** A distribution of times, in milliseconds. A figure that doesn't exist is `undefined`, never a made-up 0. */
export interface LatencySummary {
  readonly count: number
  /** Exact. */
  readonly min: number | undefined
  /** Exact. */
  readonly max: number | undefined
  /** Exact. */
  readonly mean: number | undefined
  /** Of the sample (n - 1), exact; `undefined` below 2 values. */
  readonly stddev: number | undefined
  readonly p50: number | undefined
  readonly p75: number | undefined
  readonly p90: number | undefined
  readonly p95: number | undefined
  readonly p99: number | undefined
  readonly p999: number | undefined
  /** Any percentile, from 0 to 100: `percentile(99.9)`. Three significant digits. */
  percentile(percent: number): number | undefined
  /** How many values were above `limit` milliseconds. */
  countAbove(limit: number): number
}
