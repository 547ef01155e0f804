import { formatCount, formatDuration } from '../../core/format.ts'
import type { Rule } from '../rule.ts'

/** The share of requests that open a connection from which on it matters, and the share of their latency that it takes. */
const MANY = 0.1
const MUCH = 0.3
/** Milliseconds that nobody would call slow. */
const FAST = 5

/** Connecting takes a good part of the latency of many requests. */
export const slowConnects: Rule = ({ connect, latency }) => {
  if (connect.p95 === undefined || latency.p50 === undefined || connect.p50 === undefined) return undefined
  if (connect.count < MANY * latency.count || connect.p50 < FAST || connect.p50 < MUCH * latency.p50) return undefined
  const counts = `${formatCount(connect.count)} of ${formatCount(latency.count)} requests`
  return {
    code: 'slow-connects',
    severity: 'warning',
    message: `${counts} opened a connection first, which took ${formatDuration(connect.p50)} (p95 ${formatDuration(connect.p95)})`,
    recommendation: 'Let the server keep connections alive for longer than clients rest, and resume TLS sessions',
    metric: 'connect',
  }
}
