import { formatShare } from '../core/format.ts'
import type { LoadResult, Measurement } from '../metrics/result.ts'
import { inconclusive } from '../verdict/decide.ts'
import type { Figure } from '../verdict/figure.ts'
import { joinVerdicts } from '../verdict/join-verdicts.ts'
import { judge } from '../verdict/judge.ts'
import { describeLimit, edgesOf, type Limit, meets, type Show } from '../verdict/limit.ts'
import { FIGURES } from '../verdict/metric-figures.ts'
import { plural } from '../verdict/sentence.ts'
import type { Ruling, Verdict } from '../verdict/verdict.ts'
import type { Baseline } from './baseline.ts'
import { type Yardstick, yardstickOf } from './baseline-figures.ts'
import type { BaselineLimit, BaselineMetric, ParsedBaselineOptions } from './baseline-limits.ts'

/** How a result compares with its baseline. */
export interface BaselineRuling {
  readonly ruling: Ruling
  /** Whether a figure moved by more than its limit, for worse or for better, or the endpoints are others: a reason to renew the baseline. */
  readonly isBeyond: boolean
}

/** Holds a result against its baseline: all requests together, and each endpoint that has enough of them. */
export function judgeBaseline(result: LoadResult, baseline: Baseline, options: ParsedBaselineOptions): BaselineRuling {
  const { limits, endpoints, strict } = options
  const others = otherEndpoints(result, baseline)
  // A figure of another mix of endpoints is not that of the same thing.
  const comparable = others === undefined ? limits : limits.filter(({ metric }) => metric === 'errorRate')
  const whole = comparable.map((limit) => compare(result, limit, baseline))
  const known = new Set(baseline.runs[0].endpoints.map(({ name }) => name))
  const both = endpoints && result.endpoints.length + known.size > 2 ? result.endpoints.filter((name) => known.has(name)) : []
  const rows = both.map((name) => limits.flatMap((limit) => compareEndpoint(result, name, limit, baseline)))
  const judged = [...whole, ...rows.flat()]
  const ruling = joinRows(result, whole, rows)
  const isBeyond = others !== undefined || judged.some((one) => one.isBeyond)
  return { ruling: others === undefined ? ruling : withOthers(result, ruling, others, strict), isBeyond }
}

interface Compared {
  readonly verdict: Verdict
  readonly isBeyond: boolean
}

function compare(measurement: Measurement, limit: BaselineLimit, baseline: Baseline, endpoint?: string): Compared {
  const figure = FIGURES[limit.metric](measurement)
  const yardstick = yardstickOf(baseline, limit.metric, endpoint)
  if (yardstick === undefined) {
    const missing = `${measurement.name}: the baseline has no ${limit.metric} to compare with; renew it with -u`
    return { verdict: inconclusive(missing), isBeyond: true }
  }
  const verdict = judge(figure, limitOf(limit, yardstick), wordingOf(limit, yardstick, figure, baseline))
  const moved = figure.kind === 'known' ? Math.abs(figure.value - yardstick.value) : 0
  return { verdict, isBeyond: moved > roomOf(limit, yardstick) }
}

/** Nothing where an endpoint has too few requests for such a figure. */
function compareEndpoint(result: LoadResult, name: string, limit: BaselineLimit, baseline: Baseline): readonly Compared[] {
  const yardstick = yardstickOf(baseline, limit.metric, name)
  if (yardstick === undefined) return []
  const measurement = result.endpoint(name)
  const { succeeded, failed } = measurement.requests
  if (Math.min(succeeded + failed, yardstick.requests) < LEAST_REQUESTS[limit.metric]) return []
  return [compare(measurement, limit, baseline, name)]
}

/** Of which ten are above a percentile; of the rest, as many as say something. */
const LEAST_REQUESTS: Readonly<Record<BaselineMetric, number>> = {
  mean: 100,
  p50: 100,
  p90: 100,
  p95: 200,
  p99: 1000,
  max: 100,
  errorRate: 100,
  throughput: 100,
}

/** How far a figure may be from the baseline's; a hair more than that, for what binary fractions make of it. */
function roomOf({ kind, value }: BaselineLimit, yardstick: Yardstick): number {
  return value * (kind === 'relative' ? yardstick.value : 1) * (1 + 1e-9) + 1e-12
}

function limitOf(limit: BaselineLimit, yardstick: Yardstick): Limit {
  const room = roomOf(limit, yardstick)
  const from = Math.max(0, yardstick.value - room)
  const to = yardstick.value + room
  if (limit.isBand) return { kind: 'within', from, to }
  return limit.metric === 'throughput' ? { kind: 'at-least', value: from } : { kind: 'at-most', value: to }
}

function wordingOf(limit: BaselineLimit, yardstick: Yardstick, figure: Figure, { runs }: Baseline) {
  const allowed = limitOf(limit, yardstick)
  const place = limit.isBand ? 'around' : limit.metric === 'throughput' ? 'below' : 'above'
  const source = runs.length === 1 ? 'the baseline' : `the baseline (median of ${runs.length} runs)`
  const isNew = limit.metric === 'errorRate' && yardstick.value === 0 && figure.kind === 'known' && figure.value > 0
  const news = isNew ? `new failures: 0 → ${formatShare(figure.value)}` : undefined
  const isAllowed = figure.kind === 'known' && meets(figure.value, allowed)
  return {
    expected: (show: Show) => {
      const told = `${describeLimit(allowed, show)}, ${describeRoom(limit, show)} ${place} the ${show(yardstick.value)} of ${source}`
      return news === undefined || isAllowed ? told : `${told}; ${news}`
    },
    edges: [...edgesOf(allowed), yardstick.value],
    warning: () => (isAllowed ? news : undefined),
    isComparison: true,
  } as const
}

function describeRoom({ metric, kind, value }: BaselineLimit, show: Show): string {
  if (metric === 'errorRate') return `${Number((value * 100).toFixed(6))} pt`
  return kind === 'relative' ? formatShare(value) : show(value)
}

/** Of endpoints, only those that are past a limit have lines of their own. */
function joinRows(result: LoadResult, whole: readonly Compared[], rows: readonly (readonly Compared[])[]): Ruling {
  const judged = rows.filter((row) => row.length > 0)
  const isDoubtful = whole.some(({ verdict }) => verdict.state === 'inconclusive')
  // What leaves the whole open leaves each endpoint open, and need not be told of each.
  const isTold = ({ verdict: { state } }: Compared): boolean => state === 'fail' || (state === 'inconclusive' && !isDoubtful)
  const bad = judged.flat().filter(isTold)
  const told = [...whole, ...bad].map(({ verdict }) => verdict)
  const good = judged.filter((row) => row.every(({ verdict }) => verdict.state === 'pass')).length
  const summary = `${result.name}: ${plural(good, 'endpoint')} of ${rows.length} within these limits${few(rows.length - judged.length)}`
  if (told.length === 0 && good === 0) {
    return inconclusive(`${result.name}: nothing could be compared with the baseline; renew it with -u`)
  }
  const joined: Ruling = told.length === 0 ? { state: 'pass', message: summary } : joinVerdicts(told)
  return told.length === 0 || rows.length === 0 ? joined : { ...joined, message: `${joined.message}\n${summary}` }
}

function few(count: number): string {
  return count === 0 ? '' : `, ${count} with too few requests to be compared`
}

/** What endpoints appeared and vanished; `undefined` where they are the same. */
function otherEndpoints({ endpoints }: LoadResult, { runs: [{ endpoints: earlier }] }: Baseline): string | undefined {
  const before = earlier.map(({ name }) => name)
  const appeared = endpoints.filter((name) => !before.includes(name))
  const vanished = before.filter((name) => !endpoints.includes(name))
  const parts = [listed('appeared', appeared), listed('vanished', vanished)].filter((part) => part !== undefined)
  return parts.length === 0 ? undefined : parts.join('; ')
}

const MOST_LISTED = 5

function listed(what: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined
  const more = names.length > MOST_LISTED ? ` and ${names.length - MOST_LISTED} more` : ''
  return `${names.slice(0, MOST_LISTED).join(', ')}${more} ${what}`
}

function withOthers({ name }: LoadResult, ruling: Ruling, others: string, isStrict: boolean): Ruling {
  const note = `${others}: only its error rate and endpoints that both have are compared; renew the baseline with -u`
  if (isStrict && ruling.state === 'pass') {
    return {
      state: 'fail',
      message: `${ruling.message}\n${name}: ${note}`,
      expected: 'the endpoints of the baseline',
      received: others,
    }
  }
  return { ...ruling, warning: ruling.warning === undefined ? note : `${ruling.warning}; ${note}` }
}
