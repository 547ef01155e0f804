import { mean } from 'simple-statistics'

/**
 * How long the blocks of a moving-block bootstrap are to be, so that what depends on each other stays together: the automatic choice of
 * Politis and White (2004), with the constant of Patton, Politis and White (2009), for the circular and so for the moving-block bootstrap.
 *
 * b = (2 G² / D)^⅓ n^⅓, D = 4/3 g(0)², G = Σ λ(k/M) |k| R(k), g(0) = Σ λ(k/M) R(k) over k from −M to M, with R(k) the autocovariance at lag k, λ
 * the flat-top window (1 up to ½, then 2 (1 − |t|) down to 0), and M = 2 m, where m is the last lag before the autocorrelation stays
 * within ± 2 √(log₁₀ n / n).
 *
 * @param values In the order of time.
 * @returns A whole number from 1 to a third of their number, and at most 3 √n.
 */
export function blockLengthOf(values: readonly number[]): number {
  const count = values.length
  const longest = Math.max(1, Math.floor(Math.min(count / 3, 3 * Math.sqrt(count))))
  const center = mean(values as number[])
  const centered = values.map((value) => value - center)
  const covariances = Array.from({ length: longestLag(count) + 1 }, (_, lag) => covariance(centered, lag))
  const variance = covariances[0] ?? 0
  if (!(variance > 0)) return 1
  const bandwidth = Math.min(
    2 *
      lastLag(
        covariances.map((one) => one / variance),
        count,
      ),
    covariances.length - 1,
  )
  if (bandwidth === 0) return 1
  let spectrum = variance
  let slope = 0
  for (let lag = 1; lag <= bandwidth; lag += 1) {
    const weighted = 2 * flatTop(lag / bandwidth) * (covariances[lag] ?? 0)
    spectrum += weighted
    slope += weighted * lag
  }
  const length = ((2 * slope ** 2) / ((4 / 3) * spectrum ** 2)) ** (1 / 3) * count ** (1 / 3)
  return Number.isFinite(length) ? Math.min(longest, Math.max(1, Math.ceil(length))) : longest
}

/** Lags in a row that must be small, K in the paper. */
function stillness(count: number): number {
  return Math.max(5, Math.ceil(Math.sqrt(Math.log10(count))))
}

function longestLag(count: number): number {
  return Math.max(0, Math.min(count - 1, Math.ceil(Math.sqrt(count)) + 2 * stillness(count)))
}

/** The last lag before several in a row are small; where there is none such, the last that isn't small. */
function lastLag(correlations: readonly number[], count: number): number {
  const bound = 2 * Math.sqrt(Math.log10(count) / count)
  const still = stillness(count)
  const isSmall = correlations.map((correlation) => Math.abs(correlation) < bound)
  for (let lag = 0; lag + still < correlations.length; lag += 1) {
    if (isSmall.slice(lag + 1, lag + 1 + still).every(Boolean)) return lag
  }
  return isSmall.lastIndexOf(false)
}

function flatTop(share: number): number {
  return share <= 0.5 ? 1 : 2 * (1 - share)
}

function covariance(centered: readonly number[], lag: number): number {
  let sum = 0
  for (let index = lag; index < centered.length; index += 1)
    sum += (centered[index] as number) * (centered[index - lag] as number)
  return sum / centered.length
}
