import type { LocustRow } from '../baseline/locust/stats.ts'
import { includesFailures } from '../baseline/run-summary.ts'
import { formatCount, formatDuration, formatRate, formatShare } from '../core/format.ts'
import { nearest } from '../core/nearest.ts'
import { type Problem, parseTogether } from '../core/options.ts'
import { parseDuration, parseRate, parseShare } from '../core/units.ts'
import type { LoadResult } from '../metrics/result.ts'
import { successes } from '../verdict/counts.ts'
import type { Figure } from '../verdict/figure.ts'
import { judge } from '../verdict/judge.ts'
import { latencyPercentile, maxLatency, meanLatency } from '../verdict/latency.ts'
import { describeLimit, type Limit, meets, type Show } from '../verdict/limit.ts'
import { errorRate, successRate, throughput } from '../verdict/rates.ts'
import { plural } from '../verdict/sentence.ts'
import type { Ruling } from '../verdict/verdict.ts'

/** A limit on a whole run, as it was written: `--max p95=200ms`. */
export interface RunLimit {
  readonly metric: string
  readonly limit: Limit
}

/** How a run stands to a limit; all but `pass` break it. */
export interface LimitOutcome extends Pick<Ruling, 'state' | 'message' | 'warning'> {
  readonly metric: string
}

/** Reads limits as they are written on a command line. Throws an `OptionsError` that lists every problem. */
export function parseRunLimits(most: readonly string[], least: readonly string[]): RunLimit[] {
  return parseTogether('limits', (problems) => [
    ...most.flatMap((text) => parseLimit('at-most', text, problems)),
    ...least.flatMap((text) => parseLimit('at-least', text, problems)),
  ])
}

/** Judges a result of ours as a matcher would: what a spoiled generator or time-outs hide is inconclusive. */
export function judgeResult(result: LoadResult, { metric, limit }: RunLimit): LimitOutcome {
  const { state, message, warning } = judge((METRICS[metric] as Metric).ofResult(result), limit)
  return { metric, state, message, ...(warning !== undefined && { warning }) }
}

/** Judges what Locust wrote of a run. */
export function judgeLocust(service: string, row: LocustRow, { metric, limit }: RunLimit): LimitOutcome {
  const { name, show, ofLocust, isLatency } = METRICS[metric] as Metric
  const value = ofLocust(row)
  const expected = describeLimit(limit, show)
  const notes = `(${plural(row.requests, 'request')}, ${row.failures === 0 ? 'none' : formatCount(row.failures)} failed)`
  const told = `${service}: ${name} was ${value === undefined ? 'not written' : show(value)}, expected ${expected} ${notes}`
  if (value === undefined) return { metric, state: 'inconclusive', message: told }
  if (isLatency && includesFailures(row, 'locust')) {
    return { metric, state: 'inconclusive', message: `${told}; inconclusive, because it includes failures, which may be fast` }
  }
  return { metric, state: meets(value, limit) ? 'pass' : 'fail', message: told }
}

interface Metric {
  readonly name: string
  readonly kinds: readonly Limit['kind'][]
  readonly example: string
  readonly parse: (text: string) => number | undefined
  readonly show: Show
  readonly isLatency: boolean
  readonly ofResult: (result: LoadResult) => Figure
  readonly ofLocust: (row: LocustRow) => number | undefined
}

const latencyMetric = (
  name: string,
  ofResult: Metric['ofResult'],
  ofLocust: Metric['ofLocust'],
): Pick<Metric, 'name' | 'kinds' | 'example' | 'parse' | 'show' | 'isLatency' | 'ofResult' | 'ofLocust'> => ({
  name,
  kinds: ['at-most'],
  example: "'200ms'",
  parse: parseDuration,
  show: formatDuration,
  isLatency: true,
  ofResult,
  ofLocust,
})

const percentile = (percent: number): Metric =>
  latencyMetric(
    `p${percent}`,
    (result) => latencyPercentile(result, percent),
    (row) => row.percentiles.get(percent) ?? (percent === 50 ? row.median : undefined),
  )

const shareMetric = { kinds: ['at-most'], example: "'1%'", parse: parseShare, show: formatShare, isLatency: false } as const

const METRICS: Readonly<Record<string, Metric>> = {
  p50: percentile(50),
  p75: percentile(75),
  p90: percentile(90),
  p95: percentile(95),
  p99: percentile(99),
  'p99.9': percentile(99.9),
  mean: latencyMetric('mean latency', meanLatency, (row) => row.mean),
  max: latencyMetric('maximum latency', maxLatency, (row) => row.max),
  errors: {
    ...shareMetric,
    name: 'error rate',
    ofResult: (result) => errorRate(result),
    ofLocust: ({ requests, failures }) => (requests === 0 ? undefined : failures / requests),
  },
  success: {
    ...shareMetric,
    kinds: ['at-least'],
    example: "'99%'",
    name: 'success rate',
    ofResult: successRate,
    ofLocust: ({ requests, failures }) => (requests === 0 ? undefined : 1 - failures / requests),
  },
  rate: {
    name: 'throughput',
    kinds: ['at-least'],
    example: "'100/s'",
    parse: parseRate,
    show: formatRate,
    isLatency: false,
    ofResult: throughput,
    ofLocust: ({ rate, requests, failures }) =>
      rate === undefined || requests === 0 ? undefined : rate * (1 - failures / requests),
  },
  requests: {
    name: 'number of successes',
    kinds: ['at-least'],
    example: "'50'",
    parse: (text) => (/^\d+$/.test(text) ? Number(text) : undefined),
    show: formatCount,
    isLatency: false,
    ofResult: successes,
    ofLocust: ({ requests, failures }) => (requests === 0 ? undefined : requests - failures),
  },
}

function parseLimit(kind: 'at-most' | 'at-least', text: string, problems: Problem[]): RunLimit[] {
  const option = kind === 'at-most' ? '--max' : '--min'
  const separator = text.indexOf('=')
  const name = separator === -1 ? text : text.slice(0, separator)
  const metric = Object.hasOwn(METRICS, name) ? METRICS[name] : undefined
  if (metric === undefined || !metric.kinds.includes(kind)) {
    const known = Object.keys(METRICS).filter((one) => METRICS[one]?.kinds.includes(kind))
    const near = nearest(name, known)
    const help = near === undefined ? `known are ${known.map((one) => `\`${one}\``).join(', ')}` : `did you mean \`${near}\`?`
    problems.push({ at: name, message: `Unknown metric \`${name}\` of ${option}: ${help}` })
    return []
  }
  const found = separator === -1 ? '' : text.slice(separator + 1).trim()
  const value = metric.parse(found)
  if (value !== undefined && value >= 0) return [{ metric: name, limit: { kind, value } }]
  problems.push({ at: name, message: `Expected \`${name}\` of ${option} to be such as ${metric.example}, got '${found}'` })
  return []
}
