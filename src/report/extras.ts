import type { Finding } from '../metrics/finding.ts'
import type { ResourceSeries as Series } from '../metrics/resources.ts'
import type { LoadResult } from '../metrics/result.ts'
import type { TimelineEvent } from '../metrics/timeline-event.ts'
import { describeEvent } from './describe-event.ts'
import type { ResultExtras } from './describe-result.ts'
import type { EventMark, FindingReport, ResourceSeries } from './model.ts'

/** A page of hundreds of charts is read by nobody: a server may have that many metrics. */
const MOST_METRICS = 60

/** What a report shows of a result besides its figures: what was found, what was sampled, and what happened meanwhile. */
export function extrasOf(result: LoadResult): ResultExtras {
  const { series, marks } = result.resources
  return {
    findings: result.findings.map(describeFinding),
    events: [...result.events.map(markOf), ...marks.map(({ at, message }): EventMark => ({ at, name: message }))].sort(
      (one, other) => one.at - other.at,
    ),
    resources: series
      .filter(({ source, readings }) => source !== 'metrics' && readings > 0)
      .concat(series.filter(({ source, readings }) => source === 'metrics' && readings > 0).slice(0, MOST_METRICS))
      .flatMap(describeSeries),
  }
}

function markOf(event: TimelineEvent): EventMark {
  return { at: event.at, name: describeEvent(event) }
}

export function describeFinding({ code, severity, message, recommendation }: Finding): FindingReport {
  return { code, severity: severity === 'problem' ? 'critical' : severity, message, recommendation }
}

/** Of a counter its rate: a total that only grows shows nothing. */
function describeSeries(series: Series): ResourceSeries[] {
  const shown = series.rate ?? series
  const { points } = shown
  if (points.length === 0) return []
  const { unit, factor } = unitOf(shown.unit)
  return [
    {
      source: sourceOf(series),
      name: TITLES[series.name] ?? series.name,
      unit,
      at: points.map(({ at }) => at),
      values: points.map(({ value }) => value * factor),
    },
  ]
}

const TITLES: Readonly<Record<string, string>> = {
  cpu: 'CPU',
  core: 'CPU, each core',
  memory: 'Memory',
  swap: 'Swap',
  networkReceived: 'Received over the network',
  networkSent: 'Sent over the network',
  load: 'Load average',
  threads: 'Threads',
  files: 'Open files',
  processes: 'Processes',
  busy: 'Event loop busy',
  heap: 'Heap',
  utilisation: 'GPU',
  temperature: 'Temperature',
}

const SOURCES = { system: 'machine', server: 'server', generator: 'generator', gpu: 'GPU', metrics: 'metrics' } as const

/** `machine`, or `machine core=3` where there are several of one name. */
function sourceOf({ source, labels }: Series): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${value}`)
  return [SOURCES[source], ...pairs].join(' ')
}

function unitOf(unit: string): { readonly unit: ResourceSeries['unit']; readonly factor: number } {
  switch (unit) {
    case 'share':
      return { unit: 'share', factor: 1 }
    // 1 is one core in full use: 150 % is one and a half.
    case 'cores':
    case 's/s':
      return { unit: 'share', factor: 1 }
    case 'bytes':
    case 'bytes/s':
      return { unit: 'bytes', factor: 1 }
    case 's':
      return { unit: 'milliseconds', factor: 1000 }
    case '/s':
    case '//s':
      return { unit: 'per second', factor: 1 }
    default:
      return { unit: unit.endsWith('/s') ? 'per second' : 'count', factor: 1 }
  }
}
