import { gammaln } from 'simple-statistics'

/**
 * The quantile of Student's t distribution: it is below it with a probability of `share`.
 *
 * @param share From 0 to 1, both excluded.
 * @param freedom Degrees of freedom, above 0; they need not be whole, and may be infinitely many.
 */
export function studentQuantile(share: number, freedom: number): number {
  if (share < 0.5) return -studentQuantile(1 - share, freedom)
  const chance = 1 - share
  let low = 0
  let high = 1
  while (studentTail(high, freedom) > chance && high < LARGEST) {
    low = high
    high *= 2
  }
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const middle = (low + high) / 2
    if (studentTail(middle, freedom) > chance) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/**
 * The probability that Student's t is above a value: half of I(ν / (ν + t²); ν / 2, 1 / 2) for t of at least 0, with ν the degrees of freedom
 * and I the regularized incomplete beta function (Abramowitz and Stegun, Handbook of Mathematical Functions, 1964, 26.7.1).
 */
export function studentTail(value: number, freedom: number): number {
  if (value < 0) return 1 - studentTail(-value, freedom)
  if (value === Number.POSITIVE_INFINITY) return 0
  // Beyond it nobody can tell it from the normal distribution.
  const degrees = Math.min(freedom, MOST_FREEDOM)
  return incompleteBeta(degrees / (degrees + value * value), degrees / 2, 0.5) / 2
}

const LARGEST = 1e9
const MOST_STEPS = 60
const MOST_FREEDOM = 1e7

function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1
  const front = Math.exp(gammaln(a + b) - gammaln(a) - gammaln(b) + a * Math.log(x) + b * Math.log1p(-x))
  // The fraction converges fast on this side of the mean alone.
  return x < (a + 1) / (a + b + 2) ? (front * fraction(x, a, b)) / a : 1 - (front * fraction(1 - x, b, a)) / b
}

/** The continued fraction of the incomplete beta function (the same, 26.5.8), by Lentz's method. */
function fraction(x: number, a: number, b: number): number {
  const away = (value: number): number => (Math.abs(value) < 1e-300 ? 1e-300 : value)
  let c = 1
  let d = 1 / away(1 - ((a + b) * x) / (a + 1))
  let product = d
  for (let m = 1; m <= 300; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    let step = 1
    for (const term of [even, odd]) {
      d = 1 / away(1 + term * d)
      c = away(1 + term / c)
      step = c * d
      product *= step
    }
    if (Math.abs(step - 1) < 1e-13) break
  }
  return product
}
