import { mean } from 'simple-statistics'

/**
 * How many independent values tell as much about a mean or a slope as these, which may depend on their neighbours: n* = n / τ.
 *
 * τ = 1 + 2 Σ ρ(k), with ρ(k) the autocorrelation at lag k (Bayley and Hammersley, 1946). It is taken in two ways, and the greater counts,
 * because each overlooks something:
 * - as of an autoregressive process, τ = (1 + φ) / (1 − φ), with φ = ρ(1) + 2 (1 + 2 ρ(1)) / n: what was left when a line was taken away
 *   looks less dependent than it was, by that much (Kendall, 1954; with a line Tjøstheim and Paulsen, 1983);
 * - by the sum of the autocorrelations themselves, in pairs, until a pair is no longer positive (Geyer, 1992): white noise on top of
 *   something slow hides it from ρ(1).
 *
 * @param residuals In the order of time, after a trend was taken away.
 * @returns From 0 (nothing can be said) to their number.
 */
export function effectiveSize(residuals: readonly number[]): number {
  const count = residuals.length
  if (count < 4) return 0
  const center = mean(residuals as number[])
  const centered = residuals.map((value) => value - center)
  const variance = covariance(centered, 0)
  // All on one line.
  if (!(variance > 0)) return count
  const neighbour = covariance(centered, 1) / variance
  const phi = neighbour + (2 * (1 + 2 * neighbour)) / count
  if (phi >= 1) return 0
  return count / Math.max(1, (1 + phi) / (1 - phi), sumOfPairs(centered, variance))
}

function sumOfPairs(centered: readonly number[], variance: number): number {
  let sum = -1
  for (let lag = 0; lag + 1 < centered.length / 2; lag += 2) {
    const pair = (covariance(centered, lag) + covariance(centered, lag + 1)) / variance
    if (pair <= 0) break
    sum += 2 * pair
  }
  return sum
}

function covariance(centered: readonly number[], lag: number): number {
  let sum = 0
  for (let index = lag; index < centered.length; index += 1)
    sum += (centered[index] as number) * (centered[index - lag] as number)
  return sum / centered.length
}
