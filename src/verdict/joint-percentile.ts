import type { LatencySummary } from '../stats/summary.ts'

/** The percentile of two distributions taken together, by the nearest rank; `undefined` where both are empty. */
export function jointPercentile(one: LatencySummary, other: LatencySummary, percent: number): number | undefined {
  if (other.count === 0) return one.percentile(percent)
  const count = one.count + other.count
  const rank = rankOf(percent, count)
  // Found by rank in each of the two, because a summary doesn't list its values.
  const isEnough = (value: number): boolean => count - one.countAbove(value) - other.countAbove(value) >= rank
  const candidates = [one, other].map((summary) => lowestValue(summary, isEnough)).filter((value) => value !== undefined)
  return candidates.length === 0 ? undefined : Math.min(...candidates)
}

/** The rank of a percentile among `count` values, from 1: the same nearest rank as a summary's own. */
export function rankOf(percent: number, count: number): number {
  return Math.max(1, Math.ceil((percent / 100) * count - 1e-9 * count))
}

/** The value of a rank, from 1 to the summary's count. */
export function valueAtRank(summary: LatencySummary, rank: number): number | undefined {
  return summary.percentile(((rank - 0.5) / summary.count) * 100)
}

function lowestValue(summary: LatencySummary, isEnough: (value: number) => boolean): number | undefined {
  let low = 1
  let high = summary.count + 1
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (isEnough(valueAtRank(summary, middle) ?? Number.POSITIVE_INFINITY)) high = middle
    else low = middle + 1
  }
  return low > summary.count ? undefined : valueAtRank(summary, low)
}
