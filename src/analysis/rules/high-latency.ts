import { formatDuration } from '../../core/format.ts'
import { gradesOf } from '../grades.ts'
import type { Rule } from '../rule.ts'

/** p95 is poor or critical. */
export const highLatency: Rule = (result, thresholds) => {
  const { latency } = gradesOf(result, thresholds)
  const { p95 } = result.latency
  if (p95 === undefined || (latency !== 'poor' && latency !== 'critical')) return undefined
  // Where the slowest endpoint is, there is most to win.
  const slowest = result.endpoints
    .map((name) => ({ name, p95: result.endpoint(name).latency.p95 ?? 0 }))
    .toSorted((one, other) => other.p95 - one.p95)[0]
  const told = slowest === undefined || result.endpoints.length === 1 ? '' : `, slowest at ${slowest.name}`
  return {
    code: 'high-latency',
    severity: latency === 'critical' ? 'problem' : 'warning',
    message: `p95 is ${formatDuration(p95)}, which is ${latency}${told}`,
    recommendation: `Profile ${slowest?.name ?? 'the server'} under this load: look for slow queries, work that could be cached, and waiting in pools`,
    ...(slowest === undefined ? {} : { endpoint: slowest.name }),
    metric: 'p95',
  }
}
