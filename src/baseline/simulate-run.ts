import { existing } from '../core/existing.ts'
import { type ChangeLimit, type ComparedMetric, parseChanges } from './comparison-limits.ts'
import type { RowFigures, RunSummary } from './run-summary.ts'

/** By how much each metric of a run differs; negative where it is lower. */
export type SimulatedChanges = { readonly [Metric in ComparedMetric]?: ChangeLimit }

/** Reads changes as they are written on a command line: `p95=20%`, `errors=1pt`. Throws an `OptionsError` that lists every problem. */
export function parseSimulatedChanges(texts: readonly string[]): SimulatedChanges {
  const isAllowed = ({ kind, value }: ChangeLimit): boolean => kind === 'absolute' || value >= -1
  const changes = parseChanges('--simulate', texts, isAllowed)
  return Object.fromEntries(Object.entries(changes).filter(([, change]) => change !== 'none'))
}

/** A run that differs from its baseline by just these changes in every row: it rehearses a comparison without a server. */
export function simulateRun(baseline: RunSummary, changes: SimulatedChanges): RunSummary {
  return {
    ...baseline,
    total: changed(baseline.total, changes),
    endpoints: baseline.endpoints.map(({ name, ...row }) => ({ name, ...changed(row, changes) })),
  }
}

function changed(row: RowFigures, changes: SimulatedChanges): RowFigures {
  const { requests, failures } = row
  const of = (metric: Exclude<ComparedMetric, 'errors'>): number | undefined => {
    const value = row[metric]
    return value === undefined ? undefined : moved(value, changes[metric])
  }
  const share = requests === 0 ? 0 : failures / requests
  return {
    requests,
    // No more than was asked for, or a rehearsal at the limit would be past it.
    failures: Math.min(requests, Math.floor(moved(share, changes.errors) * requests + 1e-6)),
    ...existing({ mean: of('mean'), median: of('median'), p95: of('p95'), p99: of('p99'), rate: of('rate') }),
  }
}

function moved(value: number, change: ChangeLimit | undefined): number {
  if (change === undefined) return value
  return Math.max(0, change.kind === 'relative' ? value * (1 + change.value) : value + change.value)
}
