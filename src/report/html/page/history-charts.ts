import { formatDuration, formatRate, formatShare } from '../../../core/format.ts'
import type { ChangeReport, HistoryReport } from '../../model.ts'
import type { ChartSpec } from './chart-spec.ts'
import type { Color } from './colors.ts'
import { element } from './element.ts'

/** How a test went from run to run, this one last, with a line wherever a figure went to another level. */
export function historyCharts(history: HistoryReport): readonly ChartSpec[] {
  return METRICS.filter(({ metric }) => history[metric].some((value) => value !== null)).map((drawn) => chartOf(history, drawn))
}

/** What the charts show, in words: where a level changed, and what they leave out. */
export function historyNotes({ changes, startedAt, others }: HistoryReport): readonly HTMLElement[] {
  const items = changes.map(({ sentence, run }) => element('li', {}, `${sentence} since ${shown(startedAt[run])} UTC`))
  const omission = `${others === 1 ? '1 run' : `${others} runs`} under other conditions (profile, scale or machine) left out.`
  return [
    items.length === 0 ? element('p', { class: 'soft' }, 'No change of level.') : element('ul', {}, ...items),
    ...(others === 0 ? [] : [element('p', { class: 'soft' }, omission)]),
  ]
}

interface DrawnMetric {
  readonly metric: ChangeReport['metric']
  readonly title: string
  readonly label: string
  readonly color: Color
  readonly format: (value: number) => string
}

const METRICS: readonly DrawnMetric[] = [
  { metric: 'p95', title: 'p95 by run', label: 'p95', color: '--chart-blue', format: (value) => formatDuration(value) },
  { metric: 'rate', title: 'Requests by run', label: 'Requests', color: '--chart-green', format: (value) => formatRate(value) },
  { metric: 'errors', title: 'Failures by run', label: 'Failed', color: '--chart-red', format: (value) => formatShare(value) },
]

function chartOf(
  { startedAt, changes, ...columns }: HistoryReport,
  { metric, title, label, color, format }: DrawnMetric,
): ChartSpec {
  const last = startedAt.length - 1
  const own = changes.filter((change) => change.metric === metric)
  return {
    title,
    x: startedAt.map((_, run) => run),
    xRange: [0, last],
    xTicks: [...new Set([0, Math.floor(last / 2), last])].map((x) => ({ x, text: shown(startedAt[x]).slice(5, 10) })),
    xName: 'Run',
    formatX: (x) => shown(startedAt[Math.min(last, Math.max(0, Math.round(x)))]),
    formatY: format,
    summary:
      own.length === 0 ? `${startedAt.length} runs, no change of level.` : own.map(({ sentence }) => `${sentence}.`).join(' '),
    series: [{ label, color, values: columns[metric], format, shape: 'line' }],
    verticals: own.map(({ run }) => ({ x: run, name: 'change' })),
  }
}

/** `2026-03-14 09:45`. */
function shown(startedAt = ''): string {
  return startedAt.slice(0, 16).replace('T', ' ')
}
