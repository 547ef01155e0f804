import { formatCount } from '../../../core/format.ts'
import type { Report, ResultReport, TestReport } from '../../model.ts'
import { anchorOf } from './anchors.ts'
import { dataTable } from './data-table.ts'
import { element } from './element.ts'
import { figureColumns } from './figures-table.ts'
import { sparkline } from './sparkline.ts'
import { standingMark } from './standing.ts'

interface OverviewRow {
  readonly test: TestReport
  readonly result: ResultReport | undefined
  readonly anchor: string
}

interface Overview {
  readonly element: HTMLElement
  /** Shows other figures of the same results; the order that was chosen stays. */
  grow(report: Report): void
}

/** All results at a glance, a row for each, which leads to its section. */
export function overview(report: Report): Overview {
  const table = dataTable(
    rowsOf(report),
    [
      { title: 'Test', value: ({ test }) => test.name, cell: nameCell, isName: true },
      ...figureColumns<OverviewRow>(({ result }) => result?.total, ['Requests', 'Failed', 'Rate', 'p50', 'p95', 'p99']),
      {
        title: 'p95 over time',
        isSortable: false,
        value: () => undefined,
        cell: ({ result }) => (result === undefined ? '' : sparkline(result)),
      },
    ],
    { caption: 'All results', isWide: true },
  )
  const nothing = report.isLive ? 'No test has begun yet.' : 'No test of this run loaded anything.'
  return {
    element: element(
      'section',
      { id: 'overview', 'aria-labelledby': 'overview-heading' },
      element('h2', { id: 'overview-heading' }, 'Overview'),
      tally(report),
      report.tests.length === 0 ? element('p', { class: 'notice' }, nothing) : table.element,
    ),
    grow: (next) => table.show(rowsOf(next)),
  }
}

function rowsOf({ tests }: Report): OverviewRow[] {
  return tests.flatMap((test, index) => {
    const results = test.results.length === 0 ? [undefined] : test.results
    return results.map((result, place) => ({
      test,
      result,
      anchor: anchorOf(index, test.results.length > 1 ? place : undefined),
    }))
  })
}

function nameCell({ test, result, anchor }: OverviewRow): Node {
  return element(
    'div',
    { class: 'overview-name' },
    standingMark(test.standing),
    element(
      'div',
      {},
      element('a', { href: `#${anchor}` }, nameOf(test, result)),
      element('span', { class: 'soft' }, result?.profile ?? test.studies?.[0]?.summary ?? 'no load'),
    ),
  )
}

/** A result without a name of its own is called as its test is, or `… (2)`. */
export function nameOf(test: TestReport, result: ResultReport | undefined): string {
  if (result === undefined || test.results.length === 1 || result.name === test.name) return test.name
  return result.name.startsWith(`${test.name} (`) ? result.name : `${test.name} · ${result.name}`
}

function tally({ tests }: Report): HTMLElement {
  const count = (...standings: TestReport['standing'][]): number =>
    tests.filter(({ standing }) => standings.includes(standing)).length
  const parts = [
    { number: count('pass', 'warning'), word: 'passed', standing: 'pass' },
    { number: count('warning'), word: 'of them with a warning', standing: 'warning' },
    { number: count('fail'), word: 'failed', standing: 'fail' },
    { number: count('inconclusive'), word: 'inconclusive', standing: 'inconclusive' },
    { number: count('skipped'), word: 'cancelled', standing: 'skipped' },
    { number: count('running'), word: 'running', standing: 'running' },
  ]
  return element(
    'p',
    { class: 'tally' },
    ...parts
      .filter(({ number, standing }) => number > 0 || (standing === 'pass' && tests.length > 0))
      .map(({ number, word, standing }) =>
        element('span', { class: `tally-${standing}` }, element('strong', {}, formatCount(number)), ` ${word}`),
      ),
  )
}
