import { formatDuration } from '../../core/format.ts'
import { medianOf } from '../../stats/series.ts'
import type { Rule } from '../rule.ts'

/** How many times the typical p95 of the other endpoints, and how many milliseconds, one must take. */
const TIMES = 5
const NOTICEABLE = 50
const LEAST_REQUESTS = 20

/** One endpoint is far slower than the others. */
export const unbalancedEndpoints: Rule = (result) => {
  const endpoints = result.endpoints.flatMap((name) => {
    const { p95, count } = result.endpoint(name).latency
    return p95 === undefined || count < LEAST_REQUESTS ? [] : [{ name, p95 }]
  })
  const slowest = endpoints.toSorted((one, other) => other.p95 - one.p95)[0]
  if (slowest === undefined || endpoints.length < 2) return undefined
  const typical = medianOf(endpoints.filter((one) => one !== slowest).map(({ p95 }) => p95))
  if (slowest.p95 < TIMES * typical || slowest.p95 < NOTICEABLE) return undefined
  return {
    code: 'unbalanced-endpoints',
    severity: 'info',
    message: `${slowest.name} is far slower than the others: p95 ${formatDuration(slowest.p95)}, theirs typically ${formatDuration(typical)}`,
    recommendation: `Give ${slowest.name} limits of its own, and look there first: it may hold up what the others share`,
    endpoint: slowest.name,
    metric: 'p95',
  }
}
