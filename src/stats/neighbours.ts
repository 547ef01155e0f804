/**
 * By what factor the variance of a mean is larger than it would be of independent values, where neighbours are alike: 1 + 2 r, with r the
 * correlation of neighbours (Bayley and Hammersley, The "Effective" Number of Independent Observations in an Autocorrelated Time Series,
 * 1946, without what lies farther apart). The correlation of n values is too low by about 1/n (Marriott and Pope, Bias in the Estimation of
 * Autocorrelations, 1954), which is added; one below 0 counts as none.
 *
 * @param values In the order of time.
 */
export function varianceInflation(values: readonly number[]): number {
  const center = values.reduce((total, value) => total + value / values.length, 0)
  let products = 0
  let squares = 0
  let before = 0
  for (const value of values) {
    const own = value - center
    products += own * before
    squares += own * own
    before = own
  }
  return squares === 0 ? 1 : 1 + 2 * Math.max(0, products / squares + 1 / values.length)
}
