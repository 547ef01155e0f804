import type { LocustRun } from '../baseline/locust/locust-run.ts'
import type { LocustRow } from '../baseline/locust/stats.ts'
import { existing } from '../core/existing.ts'
import type { ErrorCategory } from '../metrics/error-category.ts'
import type { Figures, FindingReport, ResultReport, Timeline } from './model.ts'
import { outsideLines, outsideText } from './outside-text.ts'
import { rounded } from './rounded.ts'

/** What a report shows of a run of Locust: what its CSV files say, and no more. */
export function describeLocust(run: LocustRun, findings: readonly FindingReport[] = []): ResultReport {
  const { service, stats, history = [], failures = [] } = run
  const { total } = stats
  const start = history[0]?.at ?? 0
  const duration = history.length > 1 ? (history.at(-1)?.at ?? 0) - start : durationOf(total)
  const percentiles = [...total.percentiles].filter(([percent]) => percent < 100)
  return {
    name: outsideText(service),
    startedAt: history.length === 0 ? '' : new Date(start).toISOString(),
    duration,
    outcome: { state: 'completed' },
    model: 'closed',
    profile: 'a run of Locust; its latencies include failures',
    total: figuresOf(total),
    endpoints: stats.endpoints.map((row) => ({ name: outsideText(row.name), ...figuresOf(row) })),
    scenarios: [],
    stages: [],
    iterations: { completed: 0, failed: 0, interrupted: 0, dropped: 0 },
    bytes: { sent: 0, received: Math.round((total.contentSize ?? 0) * total.requests) },
    timeline: timelineOf(run),
    spans: [],
    events: [],
    distribution: {
      latency: { percents: percentiles.map(([percent]) => percent), times: percentiles.map(([, time]) => time) },
      // Locust's files have no histogram.
      histogram: { from: 1, ratio: 1, counts: [] },
    },
    errors: failures.map(({ endpoint, message, count }) => ({
      category: categoryOf(message),
      endpoint: outsideText(endpoint),
      message: outsideText(message),
      count,
      examples: [],
    })),
    checks: [],
    warnings: [],
    findings: findings.map((finding) => ({
      ...finding,
      message: outsideLines(finding.message),
      recommendation: outsideLines(finding.recommendation),
    })),
    health: [],
    environment: [{ name: 'Measured by', value: 'Locust' }],
    resources: [],
  }
}

function figuresOf({ requests, failures, rate, mean, median, max, percentiles }: LocustRow): Figures {
  // Times of nothing but failures would make what fails fast look fast.
  if (failures === requests)
    return { requests, failed: failures, interrupted: 0, count: 0, timeouts: 0, ...(requests > 0 && { rate: 0 }) }
  // Ours are successes per second, and Locust's are requests.
  const successes = rate === undefined ? undefined : rate * (1 - failures / requests)
  const [p90, p95, p99] = [90, 95, 99].map((percent) => percentiles.get(percent))
  const figures = existing({ rate: successes, mean, p50: median, p90, p95, p99, max })
  return { requests, failed: failures, interrupted: 0, count: requests, timeouts: 0, ...figures }
}

function durationOf({ requests, rate }: LocustRow): number {
  return rate === undefined || rate === 0 ? 0 : Math.round((requests / rate) * 1000)
}

function timelineOf({ history = [] }: LocustRun): Timeline {
  const start = history[0]?.at ?? 0
  const at = history.map((moment) => moment.at - start)
  const column = (percent: number): (number | null)[] => history.map(({ percentiles }) => percentiles.get(percent) ?? null)
  return {
    at,
    end: (at.at(-1) ?? 0) + (history.length === 0 ? 0 : 1000),
    vus: history.map(({ users }) => users),
    throughput: history.map(({ rate, failureRate }) => rounded(Math.max(0, rate - failureRate))),
    failed: history.map(({ failureRate }) => rounded(failureRate)),
    p50: column(50),
    p95: column(95),
    p99: column(99),
    errors: {},
  }
}

/** As far as Locust's words for it tell. */
function categoryOf(message: string): ErrorCategory {
  return CATEGORIES.find(([, words]) => words.test(message))?.[0] ?? 'exception'
}

const CATEGORIES: readonly (readonly [ErrorCategory, RegExp])[] = [
  ['rate-limited', /\b429\b/],
  ['http-4xx', /\b4\d\d\b.*(client error|for url)|code=4\d\d/i],
  ['http-5xx', /\b5\d\d\b.*(server error|for url)|code=5\d\d/i],
  ['timeout', /time-?d? ?out/i],
  ['refused', /refused/i],
  ['reset', /reset|aborted|disconnected|broken pipe/i],
  ['dns', /name or service not known|nodename|getaddrinfo|name resolution/i],
  ['tls', /ssl|certificate/i],
  ['expectation', /catchresponse|assert|expected/i],
]
