import { existing } from '../core/existing.ts'
import type { Baseline } from './baseline.ts'
import { yardstickOf } from './baseline-figures.ts'
import { describeStoredProfile } from './describe-stored-profile.ts'
import type { RowFigures, RunSummary } from './run-summary.ts'

/**
 * What `toMatchBaseline` keeps as a summary, under the name of its baseline: the medians of its runs' figures, which are what a match is
 * held against, with the requests of the newest.
 */
export function summarizeBaseline(baseline: Baseline, environment: string): RunSummary {
  const [newest] = baseline.runs
  return {
    service: baseline.name,
    source: 'vitest-load',
    measuredAt: newest.time,
    environment,
    profile: describeStoredProfile(baseline.profile),
    scale: 1,
    total: figuresOf(baseline, newest.whole.requests),
    endpoints: newest.endpoints.map(({ name, requests }) => ({ name, ...figuresOf(baseline, requests, name) })),
  }
}

function figuresOf(baseline: Baseline, requests: number, endpoint?: string): RowFigures {
  const of = (metric: Parameters<typeof yardstickOf>[1]): number | undefined => yardstickOf(baseline, metric, endpoint)?.value
  const errors = of('errorRate') ?? 0
  const successes = of('throughput')
  // What only failed has no rate of successes that tells how much was asked.
  const rate = successes === undefined || errors === 1 ? undefined : successes / (1 - errors)
  const times = { mean: of('mean'), median: of('p50'), p95: of('p95'), p99: of('p99') }
  return { requests, failures: Math.round(errors * requests), ...existing({ ...times, rate }) }
}
