import { mean } from 'simple-statistics'
import { type Series, thin, valuesOf } from './series.ts'

/** What a series that grows looks like. */
export type Shape = 'line' | 'step' | 'plateau'

/** More points than these become medians of neighbours. */
const MOST_POINTS = 120
/** Points that a step must have on each side. */
const SIDE = 2
/** Shares of the time at which a plateau may begin: what still grew in three quarters of it is no plateau. */
const PLATEAU_STARTS = Array.from({ length: 15 }, (_, index) => (index + 1) * 0.05)
/** By how much the evidence must be better: 2 to 6 is positive, above it strong (Kass and Raftery, 1995). */
const EVIDENCE = 3

/**
 * Tells whether a straight line, one step between two levels, or a slope that ends at a plateau fits a series best.
 *
 * They are compared by the Bayesian information criterion, n ln(RSS / n) + k ln(n), with RSS the sum of squared residuals and k the number
 * of parameters (Schwarz, 1978). A line is the simplest: the others must be better by some evidence.
 */
export function shapeOf(series: Series): Shape {
  const points = thin(series, MOST_POINTS)
  const criterion = (squares: number, parameters: number): number =>
    points.length * Math.log(squares / points.length) + parameters * Math.log(points.length)
  const line = criterion(
    leastSquares(points, ({ at }) => at),
    2,
  )
  const step = criterion(bestStep(points), 3)
  const plateau = criterion(bestPlateau(points), 3)
  if (line <= Math.min(step, plateau) + EVIDENCE) return 'line'
  return step < plateau ? 'step' : 'plateau'
}

function bestStep(points: Series): number {
  let best = Number.POSITIVE_INFINITY
  for (let first = SIDE; first <= points.length - SIDE; first += 1) {
    best = Math.min(
      best,
      leastSquares(points, (_, index) => (index < first ? 0 : 1)),
    )
  }
  return best
}

function bestPlateau(points: Series): number {
  const start = points[0]?.at ?? 0
  const time = (points.at(-1)?.at ?? 0) - start
  return Math.min(...PLATEAU_STARTS.map((share) => leastSquares(points, ({ at }) => Math.min(at, start + share * time))))
}

/** The sum of squared residuals of the values' regression on what `explain` gives: Syy − Sxy² / Sxx. */
function leastSquares(points: Series, explain: (point: Series[number], index: number) => number): number {
  const explained = points.map(explain)
  const values = valuesOf(points)
  const centerX = mean(explained)
  const centerY = mean(values)
  let xx = 0
  let xy = 0
  let yy = 0
  for (const [index, value] of values.entries()) {
    const x = (explained[index] ?? 0) - centerX
    xx += x * x
    xy += x * (value - centerY)
    yy += (value - centerY) ** 2
  }
  // Rounding leaves a little where a fit is perfect, and may leave it below 0; a logarithm wants more than 0.
  return Math.max(xx === 0 ? yy : yy - (xy * xy) / xx, yy * 1e-12, Number.MIN_VALUE)
}
