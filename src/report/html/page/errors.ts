import { formatCount } from '../../../core/format.ts'
import type { ErrorReport } from '../../model.ts'
import { colorOfError } from './colors.ts'
import { type Column, dataTable } from './data-table.ts'
import { element } from './element.ts'
import { formatMoment } from './figures.ts'

/** What failed, by kind, the most frequent first, with the first examples of each. */
export function errorTable(errors: readonly ErrorReport[]): HTMLElement {
  const columns: Column<ErrorReport>[] = [
    { title: 'Error', value: ({ category, message }) => `${category} ${message}`, cell: errorCell, isName: true },
    { title: 'Count', value: ({ count }) => count, cell: ({ count }) => formatCount(count) },
  ]
  return dataTable(errors, columns, { caption: 'Errors', isWide: true, most: 10 }).element
}

function errorCell({ category, endpoint, message, examples }: ErrorReport): Node {
  const swatch = element('span', { class: 'swatch', 'aria-hidden': 'true' })
  swatch.style.setProperty('--swatch', `var(${colorOfError(category)})`)
  return element(
    'div',
    { class: 'error' },
    element('p', {}, swatch, element('strong', {}, category), ' ', message),
    element('p', { class: 'soft' }, endpoint),
    examples.length === 0
      ? undefined
      : element(
          'details',
          {},
          element('summary', {}, examples.length === 1 ? '1 example' : `${examples.length} examples`),
          ...examples.map(example),
        ),
  )
}

function example({ at, detail }: ErrorReport['examples'][number]): HTMLElement {
  return element(
    'div',
    { class: 'example' },
    element('span', { class: 'soft' }, `at ${formatMoment(at)}`),
    element('pre', { tabindex: 0 }, detail),
  )
}
