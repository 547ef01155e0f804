import { formatDuration, formatRate } from '../../../core/format.ts'
import type { LoadCurve, StudyReport } from '../../model.ts'
import { createChart } from './chart.ts'
import type { ChartSpec } from './chart-spec.ts'
import { dataTable } from './data-table.ts'
import { element, heading } from './element.ts'
import { noticeList } from './notes.ts'

/** A benchmark, or a search for a capacity with its curve. */
export function studySection(
  { name, outcome, summary, columns, rows, warnings, curve }: StudyReport,
  level: number,
): HTMLElement {
  const table = dataTable(
    rows,
    columns.map((title, index) => ({
      title,
      value: (row: readonly string[]) => row[index],
      cell: (row: readonly string[]) => row[index] ?? '',
      isName: index === 0,
    })),
    { caption: name, isSortable: false },
  )
  return element(
    'section',
    { class: 'part study' },
    heading(level, {}, curve === undefined ? 'Benchmark' : 'Capacity'),
    element('p', { class: 'soft line' }, summary),
    ...noticeList(outcome, warnings, formatDuration),
    curve === undefined || curve.offered.length < 2 ? undefined : chartOf(curve, level + 1),
    table.element,
  )
}

function chartOf(curve: LoadCurve, level: number): HTMLElement {
  return element('div', { class: 'charts' }, createChart(curveChart(curve), { level }).element)
}

function curveChart({ unit, offered, achieved, p95, limit, capacity }: LoadCurve): ChartSpec {
  const last = offered.at(-1) ?? 0
  const show = (load: number): string => (unit === 'rate' ? formatRate(load) : `${Math.round(load)}`)
  const known = capacity === undefined ? '' : `, with the capacity at ${show(capacity)}`
  return {
    title: 'Capacity curve',
    x: offered,
    xRange: [0, last],
    xTicks: roundLoads(last).map((x) => ({ x, text: show(x) })),
    xName: unit === 'rate' ? 'Offered' : 'Users',
    formatX: show,
    formatY: (value) => formatRate(value),
    formatRight: (value) => formatDuration(value),
    summary: `Throughput and p95 at ${offered.length} loads from ${show(offered[0] ?? 0)} to ${show(last)}${known}.`,
    series: [
      { label: 'Achieved', color: '--chart-blue', values: achieved, format: (value) => formatRate(value) },
      { label: 'p95', color: '--chart-orange', values: p95, format: (value) => formatDuration(value), axis: 'right' },
      ...(limit === undefined
        ? []
        : [
            {
              label: 'p95 allowed',
              color: '--chart-grey',
              values: offered.map(() => limit),
              format: (value: number) => formatDuration(value),
              axis: 'right',
              isDashed: true,
            } as const,
          ]),
    ],
    ...(capacity !== undefined && { verticals: [{ x: capacity, name: 'capacity' }] }),
  }
}

/** Some five round numbers up to the last load. */
function roundLoads(last: number): number[] {
  const decade = 10 ** Math.floor(Math.log10(last))
  const step = [0.1, 0.2, 0.5, 1, 2].map((digit) => digit * decade).find((one) => last / one <= 6) ?? decade
  return Array.from({ length: Math.floor(last / step) + 1 }, (_, index) => index * step)
}
