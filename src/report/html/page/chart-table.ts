import type { ChartSpec } from './chart-spec.ts'
import { type Column, dataTable } from './data-table.ts'
import { element } from './element.ts'
import { NONE } from './figures.ts'

const MOST_ROWS = 24

/** A chart's figures as text, for who cannot see it; of long ones a row every so often. Made when it is opened. */
export function figuresOfChart(spec: ChartSpec): HTMLElement {
  const details = element(
    'details',
    { class: 'figures' },
    element('summary', {}, 'Figures', element('span', { class: 'unseen' }, ` of ${spec.title}`)),
  )
  details.addEventListener('toggle', () => {
    if (details.open && details.childElementCount === 1) details.append(tableOf(spec))
  })
  return details
}

function tableOf({ title, x, xName, formatX, series }: ChartSpec): HTMLElement {
  const step = Math.max(1, Math.ceil(x.length / MOST_ROWS))
  const indexes = [...x.keys()].filter((index) => index % step === 0)
  const columns: Column<number>[] = [
    { title: xName, value: (index) => x[index], cell: (index) => formatX(x[index] ?? 0), isName: true },
    ...series.map(({ label, values, format }) => ({
      title: label,
      value: (index: number) => values[index] ?? undefined,
      cell: (index: number) => {
        const value = values[index]
        return value === null || value === undefined ? NONE : format(value)
      },
    })),
  ]
  return dataTable(indexes, columns, { caption: `Figures of ${title}`, isSortable: false, most: MOST_ROWS })
}
