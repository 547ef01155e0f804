import { formatCount, formatDuration, formatRate, formatShare, formatSize } from '../../../core/format.ts'
import type { ErrorCategory } from '../../../metrics/error-category.ts'
import type { ResourceSeries, ResultReport } from '../../model.ts'
import { aligned } from './aligned.ts'
import type { ChartSeries, ChartSpec } from './chart-spec.ts'
import { colorOfError, colorOfSeries } from './colors.ts'
import { formatMoment } from './figures.ts'

interface TimeChartOptions {
  /** Latency on a logarithmic axis. */
  readonly isLogarithmic: boolean
}

/** The charts over the time of a result: throughput and users, latency, errors, and what was sampled of resources. */
export function timeCharts(result: ResultReport, { isLogarithmic }: TimeChartOptions): ChartSpec[] {
  return [throughputChart(result), latencyChart(result, isLogarithmic), ...errorCharts(result), ...resourceCharts(result)]
}

function throughputChart(result: ResultReport): ChartSpec {
  const { timeline, baseline } = result
  const perSecond = (value: number): string => formatRate(value)
  const { at: x, earlier } = withBaseline(result)
  return {
    ...timeChart(result, 'Throughput and users'),
    x,
    summary: `Throughput: ${range(timeline.throughput, perSecond)}. Users: ${range(timeline.vus, formatCount)}.`,
    formatY: perSecond,
    formatRight: formatCount,
    series: [
      { label: 'Succeeded', color: '--chart-blue', values: timeline.throughput, format: perSecond, shape: 'step-area' },
      ...(timeline.failed.every((value) => value === 0)
        ? []
        : [{ label: 'Failed', color: '--chart-red', values: timeline.failed, format: perSecond, shape: 'step' } as const]),
      ...(timeline.target === undefined
        ? []
        : [
            {
              label: 'Planned starts',
              color: '--chart-green',
              values: timeline.target,
              format: perSecond,
              isDashed: true,
            } as const,
          ]),
      {
        label: 'Users',
        color: '--chart-grey',
        values: timeline.vus,
        format: formatCount,
        shape: 'step',
        axis: 'right',
        width: 1.25,
      },
      ...(baseline === undefined ? [] : [overlaid(`Succeeded, ${baseline.name}`, earlier('throughput'), perSecond)]),
    ],
  }
}

function latencyChart(result: ResultReport, isLogarithmic: boolean): ChartSpec {
  const { timeline, baseline } = result
  const format = (value: number): string => formatDuration(value)
  const { at: x, earlier } = withBaseline(result)
  const line = (label: 'p50' | 'p95' | 'p99', color: ChartSeries['color']): ChartSeries => ({
    label,
    color,
    values: timeline[label],
    format,
  })
  return {
    ...timeChart(result, 'Latency'),
    x,
    isLogarithmic,
    formatY: format,
    summary: (['p50', 'p95', 'p99'] as const).map((name) => `${name}: ${range(timeline[name], format)}.`).join(' '),
    series: [
      line('p50', '--chart-sky'),
      line('p95', '--chart-blue'),
      line('p99', '--chart-orange'),
      ...(baseline === undefined ? [] : [overlaid(`p95, ${baseline.name}`, earlier('p95'), format)]),
    ],
  }
}

/** None where nothing failed. */
function errorCharts(result: ResultReport): ChartSpec[] {
  const { timeline } = result
  const format = (value: number): string => formatRate(value)
  const categories = Object.entries(timeline.errors) as [ErrorCategory, readonly number[]][]
  if (categories.length === 0) return []
  const peaks = categories.map(([category, values]) => `${category}: at most ${format(Math.max(0, ...values))}`)
  return [
    {
      ...timeChart(result, 'Errors by category'),
      isStacked: true,
      formatY: format,
      summary: `${peaks.join(', ')}.`,
      series: categories.map(([category, values]) => ({
        label: category,
        color: colorOfError(category),
        values,
        format,
        shape: 'step',
      })),
    },
  ]
}

const UNITS: Readonly<Record<ResourceSeries['unit'], (value: number) => string>> = {
  share: (value) => formatShare(Number(value.toPrecision(3))),
  bytes: (value) => formatSize(value),
  milliseconds: (value) => formatDuration(value),
  'per second': (value) => formatRate(value),
  count: (value) => value.toLocaleString('en-US', { maximumFractionDigits: 2 }),
}

/** Sizes that read round: 1 KB is 1,024 bytes. */
const SIZES = [0, 1, 2, 3].flatMap((unit) => [1, 2, 5, 10, 20, 50, 100, 200, 500].map((size) => size * 1024 ** unit))

/** A chart for each name, with a line for each source. */
function resourceCharts(result: ResultReport): ChartSpec[] {
  const groups = Map.groupBy(result.resources, ({ name, unit }) => `${name}\n${unit}`)
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const format = UNITS[first.unit]
    const { at, columns } = aligned(group)
    return [
      {
        ...timeChart(result, first.name),
        x: at,
        end: at.at(-1) ?? 0,
        formatY: format,
        ...(first.unit === 'bytes' && { ySteps: SIZES }),
        summary: group.map(({ source, values }) => `${source}: ${range(values, format)}.`).join(' '),
        series: group.map(({ source }, index) => ({
          label: source,
          color: colorOfSeries(index),
          values: columns[index] ?? [],
          format,
        })),
      },
    ]
  })
}

function timeChart(
  { timeline, spans, events, duration, planned = 0 }: ResultReport,
  title: string,
): Pick<ChartSpec, 'title' | 'x' | 'xRange' | 'end' | 'xName' | 'formatX' | 'spans' | 'events'> {
  return {
    title,
    x: timeline.at,
    end: timeline.end,
    xRange: [0, Math.max(duration, planned, timeline.end, 1000)],
    xName: 'Time',
    formatX: formatMoment,
    ...(spans.length > 0 && { spans }),
    ...(events.length > 0 && { events }),
  }
}

/** The moments of a result, and a column of its baseline at them: each value where the nearest interval before began. */
function withBaseline({ timeline, baseline }: ResultReport): {
  at: readonly number[]
  earlier: (name: 'throughput' | 'p95') => (number | null)[]
} {
  return {
    at: timeline.at,
    earlier: (name) => {
      const from = baseline?.timeline
      const end = from?.end ?? 0
      return timeline.at.map((moment) => {
        const index = from?.at.findLastIndex((at) => at <= moment) ?? -1
        return moment >= end ? null : (from?.[name][index] ?? null)
      })
    },
  }
}

function overlaid(label: string, values: readonly (number | null)[], format: (value: number) => string): ChartSeries {
  return { label, color: '--chart-baseline', values, format, isDashed: true }
}

function range(values: readonly (number | null)[], format: (value: number) => string): string {
  let least = Number.POSITIVE_INFINITY
  let most = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (value === null) continue
    least = Math.min(least, value)
    most = Math.max(most, value)
  }
  if (most === Number.NEGATIVE_INFINITY) return 'no figures'
  return least === most ? format(most) : `from ${format(least)} to ${format(most)}`
}
