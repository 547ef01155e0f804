import type { Baseline, BaselineFigures, BaselineRun } from './baseline.ts'
import type { BaselineMetric } from './baseline-limits.ts'

/** A figure that limits are taken from, and of how many requests. */
export interface Yardstick {
  readonly value: number
  /** Of the run that has the fewest. */
  readonly requests: number
}

/**
 * The median of a figure over the runs of a baseline, so that one lucky run sets no limit; `undefined` where none of them has it. Without
 * an `endpoint` it is that of all requests.
 */
export function yardstickOf({ runs }: Baseline, metric: BaselineMetric, endpoint?: string): Yardstick | undefined {
  const rows = runs.flatMap((run) => rowOf(run, endpoint) ?? [])
  const values = rows.flatMap((row) => figureOf(row, metric) ?? []).sort((one, other) => one - other)
  const middle = Math.floor(values.length / 2)
  const upper = values[middle]
  if (upper === undefined) return undefined
  const lower = values.length % 2 === 0 ? (values[middle - 1] as number) : upper
  return { value: (lower + upper) / 2, requests: Math.min(...rows.map(({ requests }) => requests)) }
}

function rowOf({ whole, endpoints }: BaselineRun, endpoint: string | undefined): BaselineFigures | undefined {
  return endpoint === undefined ? whole : endpoints.find(({ name }) => name === endpoint)
}

function figureOf(row: BaselineFigures, metric: BaselineMetric): number | undefined {
  if (metric === 'throughput') return row.rate
  if (metric !== 'errorRate') return row[metric]
  return row.requests === 0 ? undefined : row.failures / row.requests
}
