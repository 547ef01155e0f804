import type { RunSeries } from './history.ts'
import type { HistoryRun } from './history-run.ts'

/** Thirty nightly runs, of which the last ten are slower by half. */
export function slowerSeries(test = 'checkout'): RunSeries {
  const identity = { file: 'tests/load/checkout.test.ts', test, result: test }
  const conditions = '100 users for 10 s · 8 × a CPU'
  const runs = Array.from({ length: 30 }, (_, night): HistoryRun => {
    const p95 = (night < 20 ? 100 : 150) + (night % 3)
    const figures = { requests: 1000, failures: night % 2, mean: 50, median: 45, p95, p99: 200, rate: 100 }
    const startedAt = new Date(Date.UTC(2026, 2, 1 + night, 2, 17)).toISOString()
    return { ...identity, conditions, startedAt, figures }
  })
  return { ...identity, conditions, runs, others: 2 }
}
