import { LoadTestError } from '../../core/errors.ts'
import { formatCount } from '../../core/format.ts'
import type { LoadResult } from '../../metrics/result.ts'
import { describeProfile } from '../../profile/describe-profile.ts'
import { plural } from '../../verdict/sentence.ts'
import type { Verdict } from '../../verdict/verdict.ts'
import type { Baseline } from '../baseline.ts'
import { byName } from '../summarize-result.ts'
import { ASSUMED_DEVIATION, compareRuns, WANTED_RUNS } from './compare-runs.ts'
import { type Contrast, findRegressions } from './find-regressions.ts'
import { judgeRegression } from './judge-regression.ts'
import { quantileOf } from './metric-scale.ts'
import type { RegressionLimits, RegressionMetric } from './regression-limits.ts'
import { type RunSample, sampleOfResult, samplesOfBaseline } from './run-sample.ts'

export type Results = readonly [LoadResult, ...LoadResult[]]

/** What later runs are held against: results of earlier runs, or a stored baseline. */
export type EarlierRuns = Results | Baseline

/**
 * Judges whether runs are worse than earlier ones of the same profile, all requests together and endpoint by endpoint.
 *
 * Throws a `LoadTestError` where there is nothing to compare: no request, another profile, another scale.
 */
export function judgeNoRegression(candidate: Results, earlier: EarlierRuns, limits: RegressionLimits): Verdict {
  const base = isResults(earlier) ? earlier : []
  refuseOthers(candidate, earlier)
  const before = isResults(earlier) ? earlier.map(sampleOfResult) : samplesOfBaseline(earlier)
  const after = candidate.map(sampleOfResult)
  const metrics = [...limits.limits.keys()]
  const { contrasts, doubts } = contrastsOf(before, after, metrics)
  const elsewhere = whereElse(candidate[0], earlier)
  return judgeRegression(
    {
      candidate,
      base,
      findings: findRegressions(contrasts, limits),
      doubts: elsewhere === undefined ? doubts : [...doubts, elsewhere],
      against: describeRuns(before.length),
    },
    limits,
  )
}

function describeRuns(runs: number): string {
  if (runs >= WANTED_RUNS) return `${formatCount(runs)} earlier runs`
  return `${plural(runs, 'earlier run')}, so that runs are taken to differ by ${ASSUMED_DEVIATION * 100} %`
}

function contrastsOf(
  before: readonly RunSample[],
  after: readonly RunSample[],
  metrics: readonly RegressionMetric[],
): { readonly contrasts: readonly Contrast[]; readonly doubts: readonly string[] } {
  const known = namesOf(before)
  const now = namesOf(after)
  const both = now.filter((name) => known.includes(name))
  const doubts = [
    ...now.filter((name) => !known.includes(name)).map((name) => `endpoint '${name}' appeared`),
    ...known.filter((name) => !now.includes(name)).map((name) => `endpoint '${name}' vanished`),
  ]
  const whole = metrics
    // The latency of other endpoints together is not that of the same thing.
    .filter((metric) => doubts.length === 0 || !(metric === 'mean' || quantileOf(metric) !== undefined))
    .map((metric) => ({
      endpoint: undefined,
      metric,
      estimate: compareRuns(
        metric,
        before.map((run) => run.whole),
        after.map((run) => run.whole),
      ),
    }))
  // The only endpoint is all there is.
  const endpoints = both.length === 1 && doubts.length === 0 ? [] : both
  const own = endpoints.flatMap((endpoint) => {
    const of = (runs: readonly RunSample[]) => runs.flatMap((run) => run.endpoints.get(endpoint) ?? [])
    return metrics.map((metric) => ({ endpoint, metric, estimate: compareRuns(metric, of(before), of(after)) }))
  })
  return { contrasts: [...whole, ...own], doubts }
}

function namesOf(runs: readonly RunSample[]): readonly string[] {
  return [...new Set(runs.flatMap(({ endpoints }) => [...endpoints.keys()]))].sort(byName)
}

function refuseOthers(candidate: Results, earlier: EarlierRuns): void {
  const refuse = (problem: string): never => {
    throw new LoadTestError('ERR_LOAD_COMPARISON', `toHaveNoRegression: Expected ${problem}`)
  }
  const [first, ...others] = candidate
  const base = isResults(earlier) ? earlier : []
  const wanted = isResults(earlier)
    ? { profile: earlier[0].profile, scale: earlier[0].scale }
    : { profile: earlier.profile, scale: 1 }
  const profile = describeProfile(wanted.profile)
  for (const result of [...base, first, ...others]) {
    if (result.scale !== wanted.scale)
      refuse(`a run at its baseline's scale of ${wanted.scale}, got '${result.name}' at ${result.scale}`)
    const own = describeProfile(result.profile)
    if (own !== profile) refuse(`a run with its baseline's profile (${profile}), got '${result.name}' with ${own}`)
    if (result.requests.total === result.requests.interrupted) refuse(`runs with requests, got none in '${result.name}'`)
  }
  if (!isResults(earlier) && earlier.runs[0].whole.requests === 0) refuse('a baseline with requests, got none')
}

/** That both sides were measured on different machines. */
function whereElse(candidate: LoadResult, earlier: EarlierRuns): string | undefined {
  const { cpu, cores } = isResults(earlier) ? earlier[0].environment : earlier.environment
  const own = candidate.environment
  if (cpu === own.cpu && cores === own.cores) return undefined
  return `the baseline is of another machine (${cpu}, ${plural(cores, 'core')}; now ${own.cpu}, ${plural(own.cores, 'core')})`
}

function isResults(earlier: EarlierRuns): earlier is Results {
  return Array.isArray(earlier)
}
