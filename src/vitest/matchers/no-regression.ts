import type { Baseline } from '../../baseline/baseline.ts'
import { readBaseline } from '../../baseline/read-baseline.ts'
import { type EarlierRuns, judgeComparison, judgeNoRegression, type Results } from '../../baseline/regression/no-regression.ts'
import { type RegressionOptions, readRegressionOptions } from '../../baseline/regression/regression-limits.ts'
import { object, parseOptions, type Reader } from '../../core/options.ts'
import type { LoadResult } from '../../metrics/result.ts'
import type { TargetComparison } from '../../metrics/target-comparison.ts'
import type { Verdict } from '../../verdict/verdict.ts'
import { describe, isComparison, isResult, isResults } from './guard.ts'

/** The baseline and the limits; of what `compareTargets` resolved with, which has its base with it, the limits alone. */
export type NoRegressionArguments =
  | [baseline: LoadResult | readonly LoadResult[] | Baseline, limits?: RegressionOptions]
  | [limits?: RegressionOptions]

export function toHaveNoRegression(subject: Results | TargetComparison, ...args: NoRegressionArguments): Verdict {
  if (isComparison(subject)) {
    const [limits] = parseOptions('toHaveNoRegression', args, (found, _, problems) => {
      const [given, ...more] = found as readonly unknown[]
      if (more.length > 0 || isBaseline(given)) {
        problems.push({ at: '', message: 'Expected the limits alone: a comparison has its base with it' })
      }
      return [readRegressionOptions(isBaseline(given) ? undefined : given, '', problems)] as const
    })
    return judgeComparison(subject, limits)
  }
  const [baseline, limits] = args
  const parsed = parseOptions(
    'toHaveNoRegression',
    { baseline, limits },
    object({ baseline: earlierRuns, limits: readRegressionOptions }),
  )
  return judgeNoRegression(subject, parsed.baseline, parsed.limits)
}

const earlierRuns: Reader<EarlierRuns> = (found, at, problems) => {
  if (isResult(found)) return [found]
  if (isResults(found)) return found
  if (isStored(found)) return readBaseline(found)
  problems.push({
    at,
    message: `Expected \`${at}\` to be a result, a list of results or a stored baseline, got ${describe(found)}`,
  })
  return found as EarlierRuns
}

function isBaseline(found: unknown): boolean {
  return isResult(found) || Array.isArray(found) || isStored(found)
}

function isStored(found: unknown): boolean {
  return typeof found === 'object' && found !== null && 'kind' in found && 'version' in found
}
