import { LoadTestError } from '../../core/errors.ts'
import { formatCount } from '../../core/format.ts'
import type { LoadResult } from '../../metrics/result.ts'
import type { TargetComparison } from '../../metrics/target-comparison.ts'
import { plural } from '../../verdict/sentence.ts'
import type { Verdict } from '../../verdict/verdict.ts'
import type { Baseline } from '../baseline.ts'
import { describeStoredProfile } from '../describe-stored-profile.ts'
import { byName } from '../summarize-result.ts'
import { comparePairs } from './compare-pairs.ts'
import { ASSUMED_DEVIATION, compareRuns, WANTED_RUNS } from './compare-runs.ts'
import type { Estimate } from './estimate.ts'
import { type Contrast, findRegressions } from './find-regressions.ts'
import { judgeRegression } from './judge-regression.ts'
import { quantileOf } from './metric-scale.ts'
import { type PairedBlocks, pairedBlocksOf } from './paired-blocks.ts'
import type { RegressionLimits, RegressionMetric } from './regression-limits.ts'
import { type RunSample, type ScopeSample, sampleOfResult, samplesOfBaseline } from './run-sample.ts'

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
  const of = (runs: readonly RunSample[], endpoint: string | undefined): readonly ScopeSample[] =>
    runs.flatMap((run) => (endpoint === undefined ? run.whole : (run.endpoints.get(endpoint) ?? [])))
  const compare: Compare = (metric, endpoint) => compareRuns(metric, of(before, endpoint), of(after, endpoint))
  const { contrasts, doubts } = contrastsOf(namesOf(before), namesOf(after), [...limits.limits.keys()], compare)
  const elsewhere = whereElse(candidate[0], earlier)
  return judgeRegression(
    {
      candidate,
      base,
      findings: findRegressions(contrasts, limits),
      doubts: elsewhere === undefined ? doubts : [...doubts, elsewhere],
      against: describeRuns(before.length),
      isSideBySide: false,
    },
    limits,
  )
}

/** Judges whether one of two servers that were under load in turn is worse than the other. */
export function judgeComparison(comparison: TargetComparison, limits: RegressionLimits): Verdict {
  const { base, candidate, pairs } = comparison
  for (const { name, requests } of [base, candidate]) {
    if (requests.total === requests.interrupted) refuse(`requests on both sides, got none in '${name}'`)
  }
  const blocks = pairedBlocksOf(comparison)
  const compare: Compare = (metric, endpoint) => comparePairs(metric, blocks, endpoint)
  const { contrasts, doubts } = contrastsOf(base.endpoints, candidate.endpoints, [...limits.limits.keys()], compare)
  return judgeRegression(
    {
      candidate: [candidate],
      base: [base],
      findings: findRegressions(contrasts, limits),
      doubts: [...doubts, ...describeStrays(blocks)],
      against: `${base.name}, ${plural(pairs, 'pair')} of blocks${describeLeftOut(blocks)}`,
      isSideBySide: true,
    },
    limits,
  )
}

/** Seconds that one side alone had are what a reader must know, whatever they do to a metric. */
function describeStrays({ strays }: PairedBlocks): readonly string[] {
  const { base, candidate, areCounted } = strays
  if (!areCounted) return []
  return [`seconds unlike those around: ${formatCount(base)} of base, ${formatCount(candidate)} of candidate; they count`]
}

function describeLeftOut({ strays: { base, candidate, areCounted } }: PairedBlocks): string {
  const total = base + candidate
  return total === 0 || areCounted ? '' : `, ${plural(total, 'second')} unlike those around left out`
}

function describeRuns(runs: number): string {
  if (runs >= WANTED_RUNS) return `${formatCount(runs)} earlier runs`
  return `${plural(runs, 'earlier run')}, so that runs are taken to differ by ${ASSUMED_DEVIATION * 100} %`
}

/** Compares a metric of all requests together, or of an endpoint. */
type Compare = (metric: RegressionMetric, endpoint?: string) => Estimate

function contrastsOf(
  known: readonly string[],
  now: readonly string[],
  metrics: readonly RegressionMetric[],
  compare: Compare,
): { readonly contrasts: readonly Contrast[]; readonly doubts: readonly string[] } {
  const both = now.filter((name) => known.includes(name))
  const doubts = [
    ...now.filter((name) => !known.includes(name)).map((name) => `endpoint '${name}' appeared`),
    ...known.filter((name) => !now.includes(name)).map((name) => `endpoint '${name}' vanished`),
  ]
  const whole = metrics
    // The latency of other endpoints together is not that of the same thing.
    .filter((metric) => doubts.length === 0 || !(metric === 'mean' || quantileOf(metric) !== undefined))
    .map((metric) => ({ endpoint: undefined, metric, estimate: compare(metric) }))
  // The only endpoint is all there is.
  const endpoints = both.length === 1 && doubts.length === 0 ? [] : both.toSorted(byName)
  const own = endpoints.flatMap((endpoint) =>
    metrics.map((metric) => ({ endpoint, metric, estimate: compare(metric, endpoint) })),
  )
  return { contrasts: [...whole, ...own], doubts }
}

function namesOf(runs: readonly RunSample[]): readonly string[] {
  return [...new Set(runs.flatMap(({ endpoints }) => [...endpoints.keys()]))]
}

function refuseOthers(candidate: Results, earlier: EarlierRuns): void {
  const [first, ...others] = candidate
  const base = isResults(earlier) ? earlier : []
  const wanted = isResults(earlier)
    ? { profile: earlier[0].profile, scale: earlier[0].scale }
    : { profile: earlier.profile, scale: 1 }
  const profile = describeStoredProfile(wanted.profile)
  for (const result of [...base, first, ...others]) {
    if (result.scale !== wanted.scale)
      refuse(`a run at its baseline's scale of ${wanted.scale}, got '${result.name}' at ${result.scale}`)
    const own = describeStoredProfile(result.profile)
    if (own !== profile) refuse(`a run with its baseline's profile (${profile}), got '${result.name}' with ${own}`)
    if (result.requests.total === result.requests.interrupted) refuse(`runs with requests, got none in '${result.name}'`)
  }
  if (!isResults(earlier) && earlier.runs[0].whole.requests === 0) refuse('a baseline with requests, got none')
}

function refuse(problem: string): never {
  throw new LoadTestError('ERR_LOAD_COMPARISON', `toHaveNoRegression: Expected ${problem}`)
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
