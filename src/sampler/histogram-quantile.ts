/** How many observations were at most `upTo`. */
export interface Bucket {
  readonly upTo: number
  readonly count: number
}

/**
 * The value below which a share `q` of the observations lies, as Prometheus' `histogram_quantile` has it: with b the first bucket that holds
 * the observation of rank r = q × n, it is start(b) + (end(b) − start(b)) × (r − n(before b)) ÷ n(in b). Observations are taken to lie evenly in
 * their bucket. In the last one, which has no end, it is that bucket's start. `undefined` without observations, and without a last bucket.
 */
export function histogramQuantile(q: number, given: readonly Bucket[]): number | undefined {
  const buckets = given.toSorted((one, other) => one.upTo - other.upTo)
  const last = buckets.at(-1)
  if (last === undefined || last.upTo !== Number.POSITIVE_INFINITY || buckets.length < 2) return undefined
  // Counters are read one after another: a bucket must not hold less than a smaller one.
  let most = 0
  const counts = buckets.map(({ count }) => {
    most = Math.max(most, count)
    return most
  })
  if (most <= 0) return undefined
  const rank = q * most
  const index = counts.findIndex((count) => count >= rank)
  if (index === buckets.length - 1) return buckets[index - 1]?.upTo
  const end = buckets[index]?.upTo ?? 0
  if (index === 0 && end <= 0) return end
  const start = index === 0 ? 0 : (buckets[index - 1]?.upTo ?? 0)
  const before = index === 0 ? 0 : (counts[index - 1] ?? 0)
  const inside = (counts[index] ?? 0) - before
  return inside === 0 ? end : start + ((end - start) * (rank - before)) / inside
}
