import { formatCount, formatDuration, formatRate, formatShare } from '../core/format.ts'
import type { BenchmarkStudy, StoredBenchmark } from '../metrics/benchmark-result.ts'
import type { CapacityLevel, CapacityLimit, CapacityResult } from '../metrics/capacity-result.ts'
import type { Study } from '../metrics/study.ts'
import { formatUsers } from '../profile/describe-profile.ts'
import { describeEnd } from './describe-end.ts'
import type { LoadCurve, StudyReport } from './model.ts'
import { outsideLines, outsideText } from './outside-text.ts'
import { rounded } from './rounded.ts'

/** What a report shows of a benchmark or of a search for a capacity. */
export function describeStudy(study: Study): StudyReport {
  return study.kind === 'benchmark' ? describeBenchmarks(study) : describeCapacity(study)
}

const NONE = '–'

function describeBenchmarks({ name, startedAt, outcome, scale, benchmarks, warnings }: BenchmarkStudy): StudyReport {
  const fastest = Math.min(...benchmarks.map(({ latency }) => latency.mean))
  const isAlone = benchmarks.length === 1
  return {
    kind: 'benchmark',
    name: outsideText(name),
    startedAt,
    outcome: describeEnd(outcome),
    summary: `${isAlone ? 'benchmark' : `${benchmarks.length} benchmarks in turns`}${scale === 1 ? '' : ` at a scale of ${scale}`}`,
    columns: ['', 'iterations', 'rate', 'min', 'mean', 'p50', 'p95', 'p99', 'max', '±', ...(isAlone ? [] : ['slower'])],
    rows: benchmarks.map((one) => [...benchmarkRow(one), ...(isAlone ? [] : [slowerThan(one, fastest)])]),
    warnings: warnings.map(({ message }) => outsideLines(message)),
  }
}

function benchmarkRow({ name, latency, throughput }: StoredBenchmark): string[] {
  const { samplesCount, min, mean, p50, p95, p99, max, rme } = latency
  const times = [min, mean, p50, p95, p99, max].map(formatTime)
  return [outsideText(name), formatCount(samplesCount), formatRate(throughput.mean), ...times, formatShare(rme / 100)]
}

/** Functions take nanoseconds, too. */
function formatTime(milliseconds: number): string {
  return formatDuration(milliseconds, milliseconds < 0.01 ? 3 : milliseconds < 0.1 ? 1 : 0)
}

function slowerThan({ latency }: StoredBenchmark, fastest: number): string {
  return latency.mean === fastest ? 'fastest' : `${(latency.mean / fastest).toFixed(2)} ×`
}

function describeCapacity(result: CapacityResult): StudyReport {
  const { name, startedAt, outcome, unit, levels, warnings, scale } = result
  const show = unit === 'rate' ? (load: number) => formatRate(load) : formatUsers
  return {
    kind: 'capacity',
    name: outsideText(name),
    startedAt,
    outcome: describeEnd(outcome),
    summary: `${describeFound(result, show)} · ${describeObjective(result)}${scale === 1 ? '' : ` · at a scale of ${scale}`}`,
    columns: ['offered', 'achieved', 'p95', 'failed', 'lasted', 'verdict'],
    rows: levels.map((level) => levelRow(level, show)),
    warnings: warnings.map(({ message }) => outsideLines(message)),
    curve: curveOf(result),
  }
}

function describeFound({ verdict, capacity, limitedBy, from, to }: CapacityResult, show: (load: number) => string): string {
  switch (verdict) {
    case 'found':
      return `capacity ${show(capacity?.mean ?? from)}, between ${show(capacity?.low ?? from)} and ${show(capacity?.high ?? to)}, limited by ${LIMITS[limitedBy ?? 'growth']}`
    case 'none-found':
      return `no limit found up to ${show(to)}`
    case 'fails-at-start':
      return `even the lowest level, ${show(from)}, was missed, by ${LIMITS[limitedBy ?? 'growth']}`
    case 'generator-limited':
      return capacity === undefined
        ? 'capacity unknown: the generator came to its own limit at the lowest level'
        : `capacity at least ${show(capacity.low)}: the generator came to its own limit before the target did`
    case 'aborted':
      return capacity === undefined
        ? 'capacity unknown: the search did not come so far'
        : `capacity at least ${show(capacity.low)}, as far as the search came`
  }
}

const LIMITS: Readonly<Record<CapacityLimit, string>> = {
  p50: 'p50',
  p90: 'p90',
  p95: 'p95',
  p99: 'p99',
  p999: 'p99.9',
  mean: 'the mean latency',
  max: 'the maximum latency',
  errorRate: 'the error rate',
  growth: 'a queue that grows',
  dropped: 'dropped iterations',
  generator: 'the generator',
}

function describeObjective({ objective }: CapacityResult): string {
  const { errorRate, ...latencies } = objective
  const parts = Object.entries(latencies).map(([metric, limit]) => `${metric} up to ${formatDuration(limit)}`)
  if (errorRate !== undefined) parts.push(`error rate up to ${formatShare(errorRate)}`)
  return parts.join(', ')
}

function levelRow(level: CapacityLevel, show: (load: number) => string): string[] {
  const { offered, achieved, p95, errorRate, duration, verdict, limitedBy } = level
  return [
    show(offered),
    achieved === undefined ? NONE : formatRate(achieved),
    p95 === undefined ? NONE : formatDuration(p95),
    errorRate === undefined ? NONE : formatShare(errorRate),
    formatDuration(duration),
    verdict === 'met' ? 'met' : `missed: ${LIMITS[limitedBy ?? 'growth']}`,
  ]
}

/** Of levels of the same load the means. */
function curveOf({ unit, levels, capacity, objective }: CapacityResult): LoadCurve {
  const loads = [...new Set(levels.map(({ offered }) => offered))].sort((one, other) => one - other)
  const column = (pick: (level: CapacityLevel) => number | undefined): (number | null)[] =>
    loads.map((load) => {
      const values = levels.filter(({ offered }) => offered === load).flatMap((level) => pick(level) ?? [])
      return values.length === 0 ? null : rounded(values.reduce((sum, value) => sum + value, 0) / values.length)
    })
  const known = capacity?.mean ?? capacity?.low
  return {
    unit,
    offered: loads.map(rounded),
    achieved: column(({ achieved }) => achieved),
    p95: column(({ p95 }) => p95),
    ...(objective.p95 !== undefined && { limit: objective.p95 }),
    ...(known !== undefined && { capacity: rounded(known) }),
  }
}
