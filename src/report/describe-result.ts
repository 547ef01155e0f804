import { existing } from '../core/existing.ts'
import { formatCount, formatDuration, formatShare, formatSize } from '../core/format.ts'
import type { Environment } from '../metrics/environment.ts'
import type { GeneratorHealth } from '../metrics/generator-health.ts'
import type { LoadResult, Measurement } from '../metrics/result.ts'
import { describeProfile } from '../profile/describe-profile.ts'
import { describeEnd } from './describe-end.ts'
import { histogramBins, percentileCurve } from './distributions.ts'
import type {
  BaselineReport,
  ErrorReport,
  EventMark,
  Fact,
  Figures,
  FindingReport,
  NamedFigures,
  ResourceSeries,
  ResultReport,
} from './model.ts'
import { outsideLines, outsideText } from './outside-text.ts'
import { rounded } from './rounded.ts'
import { stageSpans, timelineColumns } from './timeline.ts'

/** What a result does not hold itself. */
export interface ResultExtras {
  readonly events?: readonly EventMark[]
  readonly findings?: readonly FindingReport[]
  readonly resources?: readonly ResourceSeries[]
  readonly baseline?: BaselineReport
}

/** What a report shows of a result. It holds on to nothing of it, so that a run of many results needs the memory of one at a time. */
export function describeResult(result: LoadResult, extras: ResultExtras = {}): ResultReport {
  const { events = [], findings = [], resources = [], baseline } = extras
  const { started: _, ...iterations } = result.iterations
  return {
    name: outsideText(result.name),
    startedAt: result.startedAt,
    duration: result.duration,
    outcome: describeEnd(result.outcome),
    model: result.model,
    profile: outsideText(describeProfile(result.profile)),
    total: figuresOf(result),
    endpoints: namedFigures(result.endpoints, (name) => result.endpoint(name)),
    scenarios: namedFigures(result.scenarios, (name) => result.scenario(name)),
    stages: namedFigures(result.stages, (name) => result.stage(name)),
    iterations,
    bytes: result.bytes,
    timeline: timelineColumns(result),
    spans: stageSpans(result),
    events: events.map(({ at, name }) => ({ at, name: outsideText(name) })),
    distribution: {
      latency: percentileCurve(result.latency),
      ...(result.serviceTime.count > 0 && { serviceTime: percentileCurve(result.serviceTime) }),
      histogram: histogramBins(result.latency),
    },
    errors: result.errors.toSorted((a, b) => b.count - a.count).map(describeError),
    checks: result.checks.toSorted((a, b) => b.failed - a.failed).map((check) => ({ ...check, name: outsideText(check.name) })),
    warnings: result.warnings.map(({ code, message }) => ({ code, message: outsideLines(message) })),
    findings: findings.map((finding) => ({
      ...finding,
      message: outsideLines(finding.message),
      recommendation: outsideLines(finding.recommendation),
    })),
    health: healthFacts(result.health),
    environment: environmentFacts(result),
    resources: resources.map((series) => ({
      ...series,
      source: outsideText(series.source),
      name: outsideText(series.name),
      values: series.values.map((value) => (value === null ? null : rounded(value))),
    })),
    ...(baseline !== undefined && { baseline: { ...baseline, name: outsideText(baseline.name) } }),
  }
}

function namedFigures(names: readonly string[], slice: (name: string) => Measurement): NamedFigures[] {
  return names.map((name) => ({ name: outsideText(name), ...figuresOf(slice(name)) }))
}

function figuresOf({ requests, throughput, latency, errors }: Measurement): Figures {
  const timeouts = errors.reduce((sum, { category, count }) => sum + (category === 'timeout' ? count : 0), 0)
  const { mean: rate, peak } = throughput
  const { mean, p50, p90, p95, p99, max } = latency
  return {
    requests: requests.total,
    failed: requests.failed,
    interrupted: requests.interrupted,
    count: latency.count,
    timeouts,
    ...existing({ rate, peak, mean, p50, p90, p95, p99, max }),
  }
}

function describeError({ category, endpoint, message, count, examples }: LoadResult['errors'][number]): ErrorReport {
  return {
    category,
    endpoint: outsideText(endpoint),
    message: outsideText(message),
    count,
    examples: examples.map(({ at, detail }) => ({ at, detail: outsideLines(detail) })),
  }
}

function healthFacts({ busy, loopDelay, scheduleLag, gc, cpu, starts, vus }: GeneratorHealth): Fact[] {
  return [
    fact('Event loop busy', busy, formatShare),
    fact('Event loop late, p99', loopDelay.p99, formatDuration),
    fact('Starts late, p99', scheduleLag.p99, formatDuration),
    fact('Longest pause for garbage', gc.count === 0 ? undefined : gc.longest, formatDuration),
    fact('CPU of its machine', cpu.machine, formatShare),
    fact('CPU taken by the hypervisor', cpu.steal || undefined, formatShare),
    fact('Stopped by its CPU limit', cpu.throttled || undefined, formatShare),
    fact(
      'Iterations started',
      starts.offered === 0 ? undefined : starts.achieved,
      (achieved) => `${formatCount(achieved)} of ${formatCount(starts.offered)}`,
    ),
    fact('Most users at a time', vus, formatCount),
  ].flat()
}

function environmentFacts({ environment, seed, scale, model, startedAt }: LoadResult): Fact[] {
  return [
    { name: 'Started', value: outsideText(startedAt) },
    { name: 'Model', value: model === 'open' ? 'open: starts at a rate' : 'closed: users wait for responses' },
    { name: 'Seed', value: String(seed) },
    ...(scale === 1 ? [] : [{ name: 'Scale', value: String(scale) }]),
    ...machineFacts(environment),
  ]
}

function machineFacts({ node, os, arch, cpu, cores, memory, ci }: Environment): Fact[] {
  return [
    { name: 'Generator', value: outsideText(`${cpu}, ${cores} core${cores === 1 ? '' : 's'}, ${formatSize(memory)}`) },
    { name: 'System', value: outsideText(`${os} ${arch}${ci ? ', CI' : ''}`) },
    { name: 'Node.js', value: outsideText(node) },
  ]
}

function fact(name: string, value: number | undefined, format: (value: number) => string): Fact[] {
  return value === undefined ? [] : [{ name, value: format(value) }]
}
