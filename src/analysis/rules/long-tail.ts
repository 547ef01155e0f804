import { formatDuration } from '../../core/format.ts'
import type { Rule } from '../rule.ts'

/** How many times p95, and the median, p99 may be. */
const OF_P95 = 3
const OF_MEDIAN = 10
/** Milliseconds below which nobody notices. */
const NOTICEABLE = 20
/** Fewer have hardly a p99. */
const LEAST_REQUESTS = 200

/** A few requests are far slower than the others. */
export const longTail: Rule = ({ latency }) => {
  const { p50, p95, p99, count } = latency
  if (p50 === undefined || p95 === undefined || p99 === undefined || count < LEAST_REQUESTS || p99 < NOTICEABLE) return undefined
  if (p99 < OF_P95 * p95 && p99 < OF_MEDIAN * p50) return undefined
  return {
    code: 'long-tail',
    severity: 'warning',
    message: `p99 is ${formatDuration(p99)}, far above p95 (${formatDuration(p95)}) and p50 (${formatDuration(p50)})`,
    recommendation: 'Look for what only some requests meet: pauses to collect garbage, locks, cold caches, a slow replica',
    metric: 'p99',
  }
}
