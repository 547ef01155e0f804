import type { LocustRun } from '../baseline/locust/locust-run.ts'
import type { LocustRow } from '../baseline/locust/stats.ts'
import { includesFailures } from '../baseline/run-summary.ts'
import { formatCount, formatDuration, formatShare } from '../core/format.ts'
import type { Finding } from '../metrics/finding.ts'
import { type Grades, gradesOf } from './grades.ts'
import { defaultThresholds } from './thresholds.ts'

/** What Locust's figures of a run say in plain words, the gravest first. They tell less than a result of ours: no time line of each request. */
export function analyzeLocust(run: LocustRun): readonly Finding[] {
  return [allFail(run), failures(run), highLatency(run), longTail(run)].filter((finding) => finding !== undefined)
}

/** Grades a row. Locust puts failures into its latencies, so one of which much failed has no grade for them, however fast it is. */
export function gradesOfLocust(row: LocustRow): Grades {
  const p95 = includesFailures(row, 'locust') ? undefined : row.p95
  return gradesOf({ latency: { p95 }, requests: { succeeded: row.requests - row.failures, failed: row.failures } })
}

function allFail({ stats, failures = [] }: LocustRun): Finding | undefined {
  const failing = stats.endpoints
    .filter((row) => row.requests > 0 && row.failures === row.requests)
    .sort((one, other) => other.failures - one.failures)
  const [worst] = failing
  if (worst === undefined) return undefined
  const cause = failures.find(({ endpoint }) => endpoint === worst.name)?.message
  const after = worst.median === undefined ? '' : `, after ${formatDuration(worst.median)}`
  const others = failing.length === 1 ? '' : `; so do those of ${formatCount(failing.length - 1)} more`
  return {
    code: 'all-requests-fail',
    severity: 'problem',
    message: `All ${formatCount(worst.failures)} requests of ${worst.name} fail${after}${cause === undefined ? '' : `: ${cause}`}${others}`,
    recommendation:
      cause !== undefined && WRONG.test(cause)
        ? 'Correct the request (its path, body and credentials): it is wrong, not the server slow'
        : 'Make one such request by hand, and mend what it shows before you load it',
    endpoint: worst.name,
  }
}

/** How Locust tells of a status that says that the request is wrong. */
const WRONG = /\b(4(0\d|1\d|2[0-8]|[3-9]\d)) (Client Error|Bad Request|Unauthorized|Forbidden|Not Found|Unprocessable)/i

function failures({ stats: { total }, failures = [] }: LocustRun): Finding | undefined {
  if (total.failures === 0) return undefined
  const { errorRate } = defaultThresholds
  const share = total.failures / total.requests
  const [commonest] = failures
  const cause = commonest === undefined ? '' : `, most often at ${commonest.endpoint}: ${commonest.message}`
  return {
    code: 'errors',
    severity: share < errorRate.excellent ? 'info' : share < errorRate.good ? 'warning' : 'problem',
    message: `${formatCount(total.failures)} requests (${formatShare(share)}) failed${cause}`,
    recommendation:
      "Mend the most frequent failure first: read the server's log for it, and see whether the request itself is right",
    ...(commonest !== undefined && { endpoint: commonest.endpoint }),
  }
}

function highLatency({ stats }: LocustRun): Finding | undefined {
  const { latency } = gradesOfLocust(stats.total)
  const { p95 } = stats.total
  if (p95 === undefined || (latency !== 'poor' && latency !== 'critical')) return undefined
  const slowest = stats.endpoints
    .filter((row) => !includesFailures(row, 'locust'))
    .toSorted((one, other) => (other.p95 ?? 0) - (one.p95 ?? 0))[0]
  return {
    code: 'high-latency',
    severity: latency === 'critical' ? 'problem' : 'warning',
    message: `p95 is ${formatDuration(p95)}, which is ${latency}${slowest === undefined ? '' : `, slowest at ${slowest.name}`}`,
    recommendation: `Profile ${slowest?.name ?? 'the server'} under this load: look for slow queries, work that could be cached, and waiting in pools`,
    ...(slowest !== undefined && { endpoint: slowest.name }),
    metric: 'p95',
  }
}

/** How many times p95, and the median, p99 may be; milliseconds below which nobody notices; and requests that have a p99. */
const OF_P95 = 3
const OF_MEDIAN = 10
const NOTICEABLE = 20
const LEAST_REQUESTS = 200

function longTail({ stats: { total } }: LocustRun): Finding | undefined {
  const { median, p95, p99, requests } = total
  if (median === undefined || p95 === undefined || p99 === undefined) return undefined
  if (requests < LEAST_REQUESTS || p99 < NOTICEABLE || (p99 < OF_P95 * p95 && p99 < OF_MEDIAN * median)) return undefined
  return {
    code: 'long-tail',
    severity: 'warning',
    message: `p99 is ${formatDuration(p99)}, far above p95 (${formatDuration(p95)}) and p50 (${formatDuration(median)})`,
    recommendation: 'Look for what only some requests meet: pauses to collect garbage, locks, cold caches, a slow replica',
    metric: 'p99',
  }
}
