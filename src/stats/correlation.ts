import { sampleCorrelation } from 'simple-statistics'
import { ranksOf } from './ranks.ts'
import { type Series, thin, tidySeries } from './series.ts'
import { studentQuantile } from './student.ts'

/** How one series goes with another. */
export interface Correlation {
  /** Spearman's rank correlation, from −1 to 1. */
  readonly coefficient: number
  /** Milliseconds by which the effect comes after the cause. */
  readonly lag: number
}

export interface LagOptions {
  /** Milliseconds. @default 10000 */
  readonly longest?: number
  /** Milliseconds between lags that are tried. @default 1000 */
  readonly step?: number
}

const MOST_POINTS = 1200
const LEAST_PAIRS = 15
/** How likely one of the lags shows a correlation where there is none. */
const CHANCE = 0.01

/**
 * The strongest correlation of an effect with a cause that came before it or at once, over lags.
 *
 * Spearman's coefficient, so that it need not be a straight line and outliers count little. Two series that linger correlate by chance, so
 * it is held against Student's t with n* − 2 degrees of freedom, n* = n (1 − r₁ r₂) / (1 + r₁ r₂), where r₁ and r₂ are their autocorrelations
 * at lag 1 (Bartlett, 1935; Bretherton and others, 1999); and the chance is divided by the number of lags (Bonferroni).
 *
 * @returns `undefined` where all may be chance, or fewer than 15 moments have both values.
 */
export function correlate(effect: Series, cause: Series, options: LagOptions = {}): Correlation | undefined {
  const { longest = 10_000, step = 1000 } = options
  const effects = thin(tidySeries(effect), MOST_POINTS)
  const causes = tidySeries(cause)
  const lags = Array.from({ length: Math.floor(longest / step) + 1 }, (_, index) => index * step)
  let best: Correlation | undefined
  for (const lag of lags) {
    const coefficient = sureCorrelation(pairsAt(effects, causes, lag), CHANCE / lags.length)
    if (coefficient === undefined) continue
    if (best === undefined || Math.abs(coefficient) > Math.abs(best.coefficient)) best = { coefficient, lag }
  }
  return best
}

interface Pairs {
  readonly effects: number[]
  readonly causes: number[]
}

/** Each effect with the cause that was nearest to `lag` before it, if it was nearer than their usual distance. */
function pairsAt(effects: Series, causes: Series, lag: number): Pairs {
  const first = causes[0]?.at ?? 0
  const distance = ((causes.at(-1)?.at ?? 0) - first) / Math.max(1, causes.length - 1)
  const pairs: Pairs = { effects: [], causes: [] }
  let index = 0
  for (const { at, value } of effects) {
    const wanted = at - lag
    const awayFrom = (one: number): number => Math.abs((causes[one]?.at ?? Number.POSITIVE_INFINITY) - wanted)
    while (index + 1 < causes.length && awayFrom(index + 1) <= awayFrom(index)) index += 1
    const nearest = causes[index]
    if (nearest === undefined || awayFrom(index) > distance) continue
    pairs.effects.push(value)
    pairs.causes.push(nearest.value)
  }
  return pairs
}

function sureCorrelation({ effects, causes }: Pairs, chance: number): number | undefined {
  const count = effects.length
  if (count < LEAST_PAIRS) return undefined
  const ones = ranksOf(effects)
  const others = ranksOf(causes)
  const coefficient = sampleCorrelation(ones, others)
  // Of a series that never changes.
  if (!Number.isFinite(coefficient)) return undefined
  const dependence = Math.max(0, neighbourCorrelation(ones) * neighbourCorrelation(others))
  const freedom = (count * (1 - dependence)) / (1 + dependence) - 2
  if (freedom < 3) return undefined
  const strength = Math.abs(coefficient) * Math.sqrt(freedom / Math.max(1e-12, 1 - coefficient ** 2))
  return strength > studentQuantile(1 - chance / 2, freedom) ? coefficient : undefined
}

function neighbourCorrelation(values: number[]): number {
  const correlation = sampleCorrelation(values.slice(1), values.slice(0, -1))
  return Number.isFinite(correlation) ? correlation : 0
}
