/** How one of several hypotheses came out. */
export interface HolmStep {
  readonly isRejected: boolean
  /** The level at which it was tested: its interval of confidence 1 − level is one of those that hold together. */
  readonly level: number
}

/**
 * Tests several hypotheses, so that all together one that is true is rejected with a probability of at most `level`, whatever they have to
 * do with each other: the smallest p against level / m, the next against level / (m − 1), and so on until one is not rejected (Holm, A Simple
 * Sequentially Rejective Multiple Test Procedure, 1979). Those that are left have the level at which it ended.
 *
 * @returns In the order of `chances`, the p-values.
 */
export function holm(chances: readonly number[], level: number): readonly HolmStep[] {
  const order = chances.map((_, index) => index).sort((one, other) => (chances[one] as number) - (chances[other] as number))
  const steps = new Array<HolmStep>(chances.length)
  let left = chances.length
  let isRejected = true
  for (const index of order) {
    const own = level / left
    isRejected &&= (chances[index] as number) < own
    steps[index] = { isRejected, level: own }
    if (isRejected) left -= 1
  }
  return steps
}
