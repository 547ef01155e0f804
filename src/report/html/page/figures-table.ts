import { formatCount, formatRate, formatShare } from '../../../core/format.ts'
import type { Figures, NamedFigures } from '../../model.ts'
import { type Column, dataTable } from './data-table.ts'
import { failedShare, formatTime, NONE } from './figures.ts'

type ColumnName = 'Requests' | 'Failed' | 'Rate' | 'Mean' | 'p50' | 'p95' | 'p99' | 'Max'

const ALL: readonly ColumnName[] = ['Requests', 'Failed', 'Rate', 'Mean', 'p50', 'p95', 'p99', 'Max']

/** The columns of figures that tables of measurements have. */
export function figureColumns<Row>(
  figuresOf: (row: Row) => Figures | undefined,
  names: readonly ColumnName[] = ALL,
): Column<Row>[] {
  const column = (
    title: string,
    value: (figures: Figures) => number | undefined,
    format: (value: number, figures: Figures) => string,
  ): Column<Row> => ({
    title,
    value: (row) => {
      const figures = figuresOf(row)
      return figures === undefined ? undefined : value(figures)
    },
    cell: (row) => {
      const figures = figuresOf(row)
      const found = figures === undefined ? undefined : value(figures)
      return figures === undefined || found === undefined ? NONE : format(found, figures)
    },
  })
  const time = (title: string, name: 'mean' | 'p50' | 'p95' | 'p99' | 'max'): Column<Row> =>
    column(
      title,
      (figures) => figures[name],
      (_, figures) => formatTime(figures, name),
    )
  const columns: Column<Row>[] = [
    column('Requests', ({ requests }) => requests, formatCount),
    {
      ...column(
        'Failed',
        ({ failed }) => failed,
        (failed, figures) => formatFailed(failed, figures),
      ),
      className: (row) => ((figuresOf(row)?.failed ?? 0) > 0 ? 'bad' : undefined),
    },
    column(
      'Rate',
      ({ rate }) => rate,
      (rate) => formatRate(rate),
    ),
    time('Mean', 'mean'),
    time('p50', 'p50'),
    time('p95', 'p95'),
    time('p99', 'p99'),
    time('Max', 'max'),
  ]
  return columns.filter(({ title }) => names.some((name) => name === title))
}

/** Figures by name: of endpoints, scenarios or stages. */
export function figuresTable(rows: readonly NamedFigures[], kind: string, caption: string): HTMLElement {
  const name: Column<NamedFigures> = { title: kind, value: (row) => row.name, cell: (row) => row.name, isName: true }
  return dataTable(rows, [name, ...figureColumns<NamedFigures>((row) => row)], { caption }).element
}

function formatFailed(failed: number, figures: Figures): string {
  const share = failedShare(figures)
  return failed === 0 || share === undefined ? formatCount(failed) : `${formatCount(failed)} (${shortShare(share)})`
}

/** A share that leaves room for others: `3.2 %`. */
function shortShare(share: number): string {
  return share > 0.001 && share < 0.999 ? `${(share * 100).toFixed(1)} %` : formatShare(share)
}
