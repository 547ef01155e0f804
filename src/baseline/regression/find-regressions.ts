import { holm } from '../../stats/holm.ts'
import type { Estimate, KnownChange, UnknownChange } from './estimate.ts'
import { limitOnScale } from './metric-scale.ts'
import type { RegressionLimits, RegressionMetric } from './regression-limits.ts'

/** A metric of all requests together, or of an endpoint, beside what it was. */
export interface Contrast {
  /** `undefined`: all requests together. */
  readonly endpoint: string | undefined
  readonly metric: RegressionMetric
  readonly estimate: Estimate
}

/** What came of one. */
export type ContrastFinding = (Contrast & { readonly state: 'unknown'; readonly estimate: UnknownChange }) | JudgedContrast

export interface JudgedContrast extends Contrast {
  /** `unclear`: the limit lies within the interval. */
  readonly state: 'regression' | 'unclear' | 'within'
  readonly estimate: KnownChange
  /** As it was given. */
  readonly limit: number
  /** On the scale of the metric. */
  readonly interval: readonly [lower: number, upper: number]
}

/**
 * Holds all contrasts against their limits together: the intervals are as wide as Holm's method makes them, so that with the confidence that
 * was asked for not one of them is past its limit by chance.
 */
export function findRegressions(
  contrasts: readonly Contrast[],
  { limits, confidence }: RegressionLimits,
): readonly ContrastFinding[] {
  const known = contrasts.filter(isKnown)
  const limitOf = ({ metric }: Contrast): number => limitOnScale(metric, limits.get(metric) as number)
  const chances = known.map((contrast) => contrast.estimate.chanceAbove(limitOf(contrast)))
  // An interval leaves half of the level out on either side; only above is a regression.
  const steps = holm(chances, (1 - confidence) / 2)
  const judged = new Map<Contrast, JudgedContrast>()
  for (const [index, contrast] of known.entries()) {
    const { isRejected, level } = steps[index] as (typeof steps)[number]
    const interval = contrast.estimate.interval(level * 2)
    const state = isRejected ? 'regression' : interval[1] > limitOf(contrast) ? 'unclear' : 'within'
    judged.set(contrast, { ...contrast, state, limit: limits.get(contrast.metric) as number, interval })
  }
  return contrasts.map((contrast) => judged.get(contrast) ?? unknown(contrast))
}

function isKnown(contrast: Contrast): contrast is Contrast & { readonly estimate: KnownChange } {
  return contrast.estimate.kind === 'known'
}

function unknown(contrast: Contrast): ContrastFinding {
  return { ...contrast, state: 'unknown', estimate: contrast.estimate as UnknownChange }
}
