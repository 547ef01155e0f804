/** How differences of pairs lie around 0. */
export interface SignedRanks {
  /** The Hodges-Lehmann estimate: the median of the means of all two differences. */
  readonly center: number
  /** The probability of differences as far above `limit` as these, where they lie around it evenly. */
  chanceAbove(limit: number): number
  /** The bounds between which the center lies with a confidence of 1 − `level`; infinite where there are too few pairs to tell. */
  interval(level: number): readonly [lower: number, upper: number]
}

/**
 * Wilcoxon's signed ranks (1945) of the differences of pairs, with Tukey's interval from the Walsh averages, the means of each two
 * differences and of each with itself (Hollander, Wolfe and Chicken, Nonparametric Statistical Methods, 3rd ed., 2014, 3.1 to 3.3). A few pairs in which
 * something else happened count little. Exact, whatever the differences are distributed like, if only evenly around their center.
 */
export function signedRanks(differences: readonly number[]): SignedRanks {
  const walsh = walshAverages(differences)
  const chances = upperChances(differences.length)
  const middle = walsh.length >> 1
  const upper = walsh[middle] ?? Number.NaN
  return {
    center: walsh.length % 2 === 1 ? upper : (upper + (walsh[middle - 1] ?? upper)) / 2,
    chanceAbove(limit) {
      // The sum of the ranks of what is above it is the number of Walsh averages above it; on the limit itself is not above.
      let above = 0
      for (const average of walsh) if (average > limit) above += 1
      return chances[above] ?? 1
    },
    interval(level) {
      // As many on each side are left out as a sum of ranks must be for its chance to be half of the level.
      const critical = chances.findIndex((chance) => chance < level / 2)
      if (critical === -1) return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
      const left = walsh.length - critical
      return [walsh[left] ?? Number.NEGATIVE_INFINITY, walsh[walsh.length - 1 - left] ?? Number.POSITIVE_INFINITY]
    },
  }
}

function walshAverages(differences: readonly number[]): Float64Array {
  const averages = new Float64Array((differences.length * (differences.length + 1)) / 2)
  let at = 0
  for (const [index, one] of differences.entries()) {
    for (let other = 0; other <= index; other += 1) averages[at++] = (one + (differences[other] as number)) / 2
  }
  return averages.sort()
}

/** For each sum of ranks the chance of it or a greater one: each rank is in it or not. */
function upperChances(count: number): readonly number[] {
  let chances = [1]
  for (let rank = 1; rank <= count; rank += 1) {
    const next = new Array<number>(chances.length + rank).fill(0)
    for (const [sum, chance] of chances.entries()) {
      next[sum] = (next[sum] as number) + chance / 2
      next[sum + rank] = (next[sum + rank] as number) + chance / 2
    }
    chances = next
  }
  for (let sum = chances.length - 2; sum >= 0; sum -= 1) chances[sum] = (chances[sum] as number) + (chances[sum + 1] as number)
  return chances
}
