import { LoadTestError } from '../core/errors.ts'
import { formatCount, formatShare } from '../core/format.ts'
import { type ComparisonLimits, comparedMetrics } from './comparison-limits.ts'
import { changeOf, isLatency, type MetricChange } from './metric-change.ts'
import { errorRateOf, includesFailures, type RowFigures, type RunSummary } from './run-summary.ts'
import { byName } from './summarize-result.ts'

/** A run beside its baseline. JSON-safe. */
export interface Comparison {
  readonly service: string
  readonly isRegression: boolean
  readonly total: RowComparison
  /** In the order of their names. */
  readonly endpoints: readonly RowComparison[]
}

export interface RowComparison {
  readonly name: string
  /** `too few`: under 100 requests in one of both. `appeared` and `vanished`: only one of both has it. */
  readonly state: 'regression' | 'within' | 'too few' | 'appeared' | 'vanished'
  readonly current?: RowFigures
  readonly baseline?: RowFigures
  /** Of metrics that both have. */
  readonly changes: readonly MetricChange[]
  /** What a reader must know: `includes failures`, `new failures: 0 → 0.33 %`. */
  readonly notes: readonly string[]
}

/** Fewer requests say too little of a percentile, or of a rate of errors. */
const LEAST_REQUESTS = 100

/**
 * Holds a run against its baseline, row by row. A row of which too much failed has no latency that could be compared, and one with too few
 * requests is never a regression.
 *
 * Throws a `LoadTestError` where there is nothing to compare: no request, another profile, another scale.
 */
export function compareSummaries(current: RunSummary, baseline: RunSummary, limits: ComparisonLimits): Comparison {
  refuseOthers(current, baseline)
  const before = new Map(baseline.endpoints.map((row) => [row.name, row]))
  const after = new Map(current.endpoints.map((row) => [row.name, row]))
  const names = [...new Set([...before.keys(), ...after.keys()])].sort(byName)
  const isOther = (row: RowFigures, summary: RunSummary): boolean => includesFailures(row, summary.source)
  const compare = (name: string, now: RowFigures | undefined, then: RowFigures | undefined, notes: readonly string[]) => {
    if (then === undefined || now === undefined) return oneSided(name, now, then)
    const isMixed = isOther(now, current) || isOther(then, baseline)
    return compareRows(name, now, then, limits, isMixed ? [...notes, 'includes failures'] : notes)
  }
  const endpoints = names.map((name) => compare(name, after.get(name), before.get(name), []))
  const hasSameEndpoints = endpoints.every(({ state }) => state !== 'appeared' && state !== 'vanished')
  const total = compare('all requests', current.total, baseline.total, hasSameEndpoints ? [] : ['other endpoints'])
  const isRegression = [total, ...endpoints].some(({ state }) => state === 'regression')
  return { service: baseline.service, isRegression, total, endpoints }
}

/** Notes under which the latency of two rows is not that of the same thing. */
const INCOMPARABLE = ['includes failures', 'other endpoints']

function compareRows(
  name: string,
  current: RowFigures,
  baseline: RowFigures,
  limits: ComparisonLimits,
  notes: readonly string[],
): RowComparison {
  const isFew = Math.min(current.requests, baseline.requests) < LEAST_REQUESTS
  const hidesLatency = notes.some((note) => INCOMPARABLE.includes(note))
  const changes = comparedMetrics
    .filter((metric) => !(hidesLatency && isLatency(metric)))
    .flatMap((metric) => changeOf(metric, current, baseline, isFew ? undefined : limits[metric]))
  const newFailures = baseline.failures === 0 && current.failures > 0
  const isRegression = changes.some(({ isOver }) => isOver)
  return {
    name,
    state: isFew ? 'too few' : isRegression ? 'regression' : 'within',
    current,
    baseline,
    changes,
    notes: newFailures ? [...notes, `new failures: 0 → ${formatShare(errorRateOf(current) ?? 0)}`] : notes,
  }
}

function oneSided(name: string, current: RowFigures | undefined, baseline: RowFigures | undefined): RowComparison {
  const row = current ?? baseline
  const of = `${formatCount(row?.failures ?? 0)} of ${formatCount(row?.requests ?? 0)} requests failed`
  return {
    name,
    state: current === undefined ? 'vanished' : 'appeared',
    ...(current !== undefined && { current }),
    ...(baseline !== undefined && { baseline }),
    changes: [],
    notes: current !== undefined && current.failures > 0 ? [of] : [],
  }
}

function refuseOthers(current: RunSummary, baseline: RunSummary): void {
  const refuse = (problem: string): never => {
    throw new LoadTestError('ERR_LOAD_COMPARISON', `Expected ${problem}`)
  }
  if (current.total.requests === 0) refuse(`a run of '${baseline.service}' with requests, got none`)
  if (baseline.total.requests === 0) refuse(`a baseline of '${baseline.service}' with requests, got none`)
  if (current.scale !== baseline.scale) {
    refuse(`a run of '${baseline.service}' at its baseline's scale of ${baseline.scale}, got one of ${current.scale}`)
  }
  const { profile } = baseline
  if (profile !== undefined && current.profile !== undefined && profile !== current.profile) {
    refuse(`a run of '${baseline.service}' with its baseline's profile (${profile}), got ${current.profile}`)
  }
}
