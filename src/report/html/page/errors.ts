import { formatCount } from '../../../core/format.ts'
import type { ErrorReport } from '../../model.ts'
import { colorOfError } from './colors.ts'
import { type Column, dataTable } from './data-table.ts'
import { element } from './element.ts'
import { formatMoment } from './figures.ts'

/** What failed, by kind, the most frequent first, with the first examples of each. */
export function errorTable(errors: readonly ErrorReport[]): HTMLElement {
  const columns: Column<ErrorReport>[] = [
    { title: 'Category', value: ({ category }) => category, cell: categoryCell, isName: true },
    { title: 'Count', value: ({ count }) => count, cell: ({ count }) => formatCount(count) },
    { title: 'Endpoint', value: ({ endpoint }) => endpoint, cell: ({ endpoint }) => endpoint, isText: true },
    { title: 'What happened', value: ({ message }) => message, cell: messageCell, isText: true, className: () => 'wide' },
  ]
  return dataTable(errors, columns, { caption: 'Errors' })
}

function categoryCell({ category }: ErrorReport): Node {
  const swatch = element('span', { class: 'swatch', 'aria-hidden': 'true' })
  swatch.style.setProperty('--swatch', `var(${colorOfError(category)})`)
  return element('span', {}, swatch, category)
}

function messageCell({ message, examples }: ErrorReport): Node {
  const cell = element('div', {}, element('p', { class: 'message' }, message))
  if (examples.length > 0) {
    cell.append(
      element(
        'details',
        {},
        element('summary', {}, examples.length === 1 ? '1 example' : `${examples.length} examples`),
        ...examples.map(({ at, detail }) =>
          element(
            'div',
            { class: 'example' },
            element('span', { class: 'soft' }, `at ${formatMoment(at)}`),
            element('pre', { tabindex: 0 }, detail),
          ),
        ),
      ),
    )
  }
  return cell
}
