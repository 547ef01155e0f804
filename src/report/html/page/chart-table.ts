import type { ChartSpec } from './chart-spec.ts'
import { type Column, dataTable } from './data-table.ts'
import { element } from './element.ts'
import { NONE } from './figures.ts'

const MOST_ROWS = 24

interface ChartTable {
  readonly element: HTMLElement
  update(spec: ChartSpec): void
}

/** A chart's figures as text, for who cannot see it; of long ones a row every so often. Made when it is opened. */
export function createChartTable(title: string): ChartTable {
  const content = element('div')
  const about = element('span', { class: 'unseen' }, ` of ${title}`)
  const details = element('details', { class: 'figures' }, element('summary', {}, 'Figures', about), content)
  let spec: ChartSpec | undefined
  const fill = (): void => {
    if (details.open && spec !== undefined) content.replaceChildren(tableOf(spec))
  }
  details.addEventListener('toggle', fill)
  return {
    element: details,
    update: (next) => {
      spec = next
      fill()
    },
  }
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
  return dataTable(indexes, columns, { caption: `Figures of ${title}`, isSortable: false, most: MOST_ROWS }).element
}
