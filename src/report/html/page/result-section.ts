import { formatDuration, formatSize } from '../../../core/format.ts'
import type { HistoryReport, ResultReport } from '../../model.ts'
import { type Chart, createChart } from './chart.ts'
import { ChartGroup } from './chart-group.ts'
import type { ChartSpec } from './chart-spec.ts'
import { distributionCharts } from './distribution-charts.ts'
import { type Child, element, heading } from './element.ts'
import { errorTable } from './errors.ts'

import { figuresTable } from './figures-table.ts'
import { historyCharts, historyNotes } from './history-charts.ts'
import { checkList, factList, findingList, noticeList } from './notes.ts'
import { tiles } from './tiles.ts'
import { timeCharts } from './time-charts.ts'
import { eventList, zoomBar } from './zoom-bar.ts'

interface ResultSection {
  readonly element: HTMLElement
  /** Shows more of the same load while it runs: its figures and its charts. */
  grow(result: ResultReport): void
}

interface SectionOptions {
  readonly id: string
  /** Of the headings of its parts. */
  readonly level: number
}

/** Where a p99 is that much slower than the usual request, a linear axis would flatten all else. */
const LOGARITHMIC_FROM = 40

/** All of one result: figures, what to mind, charts, tables, and how it was measured. */
export function resultSection(first: ResultReport, { id, level }: SectionOptions): ResultSection {
  let result = first
  let isLogarithmic = isSteep(first)
  const group = new ChartGroup(id)
  const figures = element('div', {}, tiles(result))
  const over = chartGrid(level + 1, group)
  const spread = chartGrid(level + 1)
  const before = chartGrid(level + 1)
  if (hasHistory(first)) before.update(historyCharts(first.history))
  const draw = (): void => {
    over.update(timeCharts(result, { isLogarithmic }))
    spread.update(distributionCharts(result, { isLogarithmic }))
  }
  draw()
  const part = (title: string, ...children: readonly Child[]): HTMLElement =>
    element('section', { class: 'part' }, heading(level, {}, title), ...children)
  const { findings, endpoints, stages, scenarios, errors, checks, events, spans, health, environment, bytes } = result
  const isEmpty = result.timeline.at.length === 0 && result.outcome.state !== 'running'
  const onLogarithmic = (wanted: boolean): void => {
    isLogarithmic = wanted
    draw()
  }

  return {
    element: element(
      'div',
      { class: 'result' },
      ...noticeList(
        result.outcome,
        result.warnings.map(({ message }) => message),
        formatDuration,
      ),
      figures,
      findings.length > 0 ? part('Findings', findingList(findings)) : undefined,
      isEmpty
        ? element('p', { class: 'notice' }, 'Nothing was measured: no time passed.')
        : part(
            'Over time',
            zoomBar(group, { spans, isLogarithmic, onLogarithmic }),
            events.length > 0 ? eventList(events) : undefined,
            over.element,
          ),
      isEmpty || result.outcome.state === 'running' ? undefined : distributionPart(result, part, spread.element),
      hasHistory(result) ? part('From run to run', ...historyNotes(result.history), before.element) : undefined,
      endpoints.length > 0 ? part('Endpoints', figuresTable(endpoints, 'Endpoint', 'Figures by endpoint')) : undefined,
      stages.length > 1 ? part('Stages', figuresTable(stages, 'Stage', 'Figures by stage')) : undefined,
      scenarios.length > 1 ? part('Scenarios', figuresTable(scenarios, 'Scenario', 'Figures by scenario')) : undefined,
      errors.length > 0 ? part('Errors', errorTable(errors)) : undefined,
      checks.length > 0 ? part('Checks', checkList(checks)) : undefined,
      part(
        'How it was measured',
        factList([{ name: 'Profile', value: result.profile }, ...environment, ...sizeFacts(bytes), ...health]),
      ),
    ),
    grow: (next) => {
      result = next
      figures.replaceChildren(tiles(next))
      draw()
    },
  }
}

/** A line under the name of a result: what was done, and when. */
export function resultLine({ profile, duration, startedAt, outcome }: ResultReport): HTMLElement {
  const shown = `${startedAt.slice(0, 19).replace('T', ' ')} UTC`
  const started = startedAt === '' ? [] : [' · ', element('time', { datetime: startedAt }, shown)]
  const lasted = outcome.state === 'running' ? 'running' : formatDuration(duration)
  return element('p', { class: 'soft line' }, profile, ' · ', lasted, ...started)
}

function distributionPart(
  { total }: ResultReport,
  part: (title: string, ...children: readonly Child[]) => HTMLElement,
  charts: HTMLElement,
): HTMLElement {
  return part(
    'Distribution',
    total.count === 0 ? element('p', { class: 'soft' }, 'No request succeeded, so there is no latency.') : charts,
  )
}

/** Of one run alone there is nothing to draw. */
function hasHistory(result: ResultReport): result is ResultReport & { readonly history: HistoryReport } {
  return (result.history?.startedAt.length ?? 0) > 1
}

function sizeFacts({ sent, received }: ResultReport['bytes']): { name: string; value: string }[] {
  return sent + received === 0 ? [] : [{ name: 'Sent, received', value: `${formatSize(sent)}, ${formatSize(received)}` }]
}

function isSteep({ timeline, total }: ResultReport): boolean {
  const slowest = timeline.p99.reduce<number>((most, value) => Math.max(most, value ?? 0), 0)
  return slowest > LOGARITHMIC_FROM * (total.p50 ?? Number.POSITIVE_INFINITY)
}

/** Charts side by side; those of one title are one chart. */
function chartGrid(level: number, group?: ChartGroup): { element: HTMLElement; update: (specs: readonly ChartSpec[]) => void } {
  const grid = element('div', { class: 'charts' })
  const charts = new Map<string, Chart>()
  return {
    element: grid,
    update: (specs) => {
      for (const spec of specs) {
        const known = charts.get(spec.title)
        if (known !== undefined) {
          known.update(spec)
          continue
        }
        const chart = createChart(spec, { level, ...(group !== undefined && { group }) })
        charts.set(spec.title, chart)
        grid.append(chart.element)
      }
    },
  }
}
