import { type Trend, type TrendMetric, trendFigure } from '../baseline/trend.ts'
import type { HistoryReport } from './model.ts'

/** What a page shows of a trend. */
export function describeTrend({ runs, changes, others }: Trend): HistoryReport {
  const column = (metric: TrendMetric): (number | null)[] => runs.map((run) => trendFigure(metric, run) ?? null)
  return {
    startedAt: runs.map(({ startedAt }) => startedAt),
    p95: column('p95'),
    errors: column('errors'),
    rate: column('rate'),
    changes: changes.map(({ metric, startedAt, sentence }) => ({
      metric,
      run: runs.findIndex((run) => run.startedAt === startedAt),
      sentence,
    })),
    others,
  }
}
