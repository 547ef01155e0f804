import { changePointsOf } from '../stats/change-points.ts'
import type { RunSeries } from './history.ts'
import type { HistoryRun, TestIdentity } from './history-run.ts'
import { formatChange, formatMetric } from './metric-change.ts'
import { errorRateOf, type RowFigures } from './run-summary.ts'

/** What is drawn of a trend, and searched for changes. */
export const trendMetrics = ['p95', 'errors', 'rate'] as const
export type TrendMetric = (typeof trendMetrics)[number]

/** How a test went from run to run. JSON-safe. */
export interface Trend extends TestIdentity {
  readonly conditions: string
  /** The earliest first. */
  readonly runs: readonly TrendRun[]
  /** Runs under other conditions, which are left out. */
  readonly others: number
  /** By metric, then in the order of time. */
  readonly changes: readonly TrendChange[]
}

export interface TrendRun extends RowFigures {
  /** ISO 8601, UTC. */
  readonly startedAt: string
}

/** Where a metric went to another level, and stayed there. */
export interface TrendChange {
  readonly metric: TrendMetric
  /** Of the first run of the new level. */
  readonly startedAt: string
  /** The medians of both levels. */
  readonly before: number
  readonly after: number
  /** `p95 120 ms → 150 ms (+25 %)`. */
  readonly sentence: string
}

/** A series of runs with its change points. It takes some eight runs on each side of a change to tell it from chance. */
export function trendOf({ file, test, result, conditions, runs, others }: RunSeries): Trend {
  const changes = trendMetrics.flatMap((metric) => changesOf(metric, runs))
  return {
    file,
    test,
    result,
    conditions,
    runs: runs.map(({ startedAt, figures }) => ({ startedAt, ...figures })),
    others,
    changes,
  }
}

/** A metric's figure in a run; errors as their share. */
export function trendFigure(metric: TrendMetric, row: RowFigures): number | undefined {
  return metric === 'errors' ? errorRateOf(row) : row[metric]
}

function changesOf(metric: TrendMetric, runs: readonly HistoryRun[]): TrendChange[] {
  // Runs count, not the time between them.
  const series = runs.map(({ figures }, at) => ({ at, value: trendFigure(metric, figures) ?? Number.NaN }))
  return changePointsOf(series).map(({ at, before, after }) => {
    const change = metric === 'errors' ? after - before : before === 0 ? undefined : (after - before) / before
    const shown = change === undefined ? '' : ` (${formatChange(metric, change)})`
    const sentence = `${metric} ${formatMetric(metric, before)} → ${formatMetric(metric, after)}${shown}`
    return { metric, startedAt: runs[at]?.startedAt ?? '', before, after, sentence }
  })
}
