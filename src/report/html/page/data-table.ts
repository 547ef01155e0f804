import { element } from './element.ts'

/** A column of a table that can be sorted. */
export interface Column<Row> {
  readonly title: string
  /** What it is sorted by; `undefined` comes last. */
  readonly value: (row: Row) => number | string | undefined
  readonly cell: (row: Row) => Node | string
  /** A name is aligned to the left and heads its row. @default false */
  readonly isName?: boolean
  /** Whether its header sorts. @default true */
  readonly isSortable?: boolean
  /** @default nothing */
  readonly className?: (row: Row) => string | undefined
}

interface TableOptions {
  /** What the table is, for its caption. */
  readonly caption: string
  /** Whether its headers sort it. @default true */
  readonly isSortable?: boolean
  /** Its names are sentences. @default false */
  readonly isWide?: boolean
  /** How many rows are shown until all are asked for. @default 25 */
  readonly most?: number
}

type Direction = 'ascending' | 'descending'

interface DataTable<Row> {
  readonly element: HTMLElement
  /** Shows other rows, in the order that is chosen. */
  show(rows: readonly Row[]): void
}

/** A table that scrolls sideways where it is wider than the page, and that its headers sort. */
export function dataTable<Row>(
  first: readonly Row[],
  columns: readonly Column<Row>[],
  { caption, isSortable = true, isWide = false, most = 25 }: TableOptions,
): DataTable<Row> {
  let rows = first
  let isWhole = first.length <= most + 3
  let order: { readonly column: Column<Row>; readonly direction: Direction } | undefined
  const body = element('tbody')
  const more = element('div')
  const fill = (): void => {
    const sorted = order === undefined ? rows : sortedBy(rows, order.column, order.direction)
    const focused = body.contains(document.activeElement) ? document.activeElement?.getAttribute('href') : undefined
    body.replaceChildren(...sorted.slice(0, isWhole ? rows.length : most).map((row) => tableRow(row, columns)))
    // A link that is in use stays.
    if (focused) body.querySelector<HTMLElement>(`a[href="${CSS.escape(focused)}"]`)?.focus()
    more.replaceChildren(...(isWhole ? [] : [moreButton(rows.length, showAll)]))
  }
  const showAll = (): void => {
    isWhole = true
    fill()
  }
  const headers = columns.map((column) => {
    const { title, isName = false } = column
    const header = element('th', { scope: 'col', class: isName ? 'name' : 'number' }, title)
    if (!isSortable || first.length < 2 || column.isSortable === false) return header
    const button = sortButton(column, () => {
      order = { column, direction: nextDirection(header, column) }
      for (const other of headers) other.removeAttribute('aria-sort')
      header.setAttribute('aria-sort', order.direction)
      fill()
    })
    header.replaceChildren(button)
    return header
  })
  fill()
  const table = element(
    'table',
    isWide ? { class: 'wide-names' } : {},
    element('caption', { class: 'unseen' }, caption),
    element('thead', {}, element('tr', {}, ...headers)),
    body,
  )
  const scroll = element('div', { class: 'table-scroll', role: 'group', 'aria-label': caption, tabindex: 0 }, table)
  return {
    element: element('div', {}, scroll, more),
    show: (next) => {
      rows = next
      fill()
    },
  }
}

/** The rows in the order of a column; those without a value last. */
export function sortedBy<Row>(rows: readonly Row[], { value }: Pick<Column<Row>, 'value'>, direction: Direction): Row[] {
  const sign = direction === 'ascending' ? 1 : -1
  return rows.toSorted((a, b) => {
    const one = value(a)
    const other = value(b)
    if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined)
    if (typeof one === 'number' && typeof other === 'number') return sign * (one - other)
    return sign * String(one).localeCompare(String(other), 'en', { numeric: true })
  })
}

function moreButton(count: number, showAll: () => void): HTMLButtonElement {
  const button = element('button', { type: 'button', class: 'button more' }, `Show all ${count}`)
  button.addEventListener('click', showAll)
  return button
}

function sortButton<Row>({ title }: Column<Row>, sort: () => void): HTMLButtonElement {
  const button = element(
    'button',
    { type: 'button', class: 'sort' },
    title,
    element('span', { class: 'sort-mark', 'aria-hidden': 'true' }),
  )
  button.addEventListener('click', sort)
  return button
}

/** Names are looked up from the first, figures for the largest. */
function nextDirection<Row>(header: Element, { isName = false }: Column<Row>): Direction {
  const first = isName ? 'ascending' : 'descending'
  const second = isName ? 'descending' : 'ascending'
  return header.getAttribute('aria-sort') === first ? second : first
}

function tableRow<Row>(row: Row, columns: readonly Column<Row>[]): HTMLTableRowElement {
  const cells = columns.map(({ cell, isName = false, className }) => {
    const classes = [isName ? 'name' : 'number', className?.(row)].filter((one) => one !== undefined).join(' ')
    return isName ? element('th', { scope: 'row', class: classes }, cell(row)) : element('td', { class: classes }, cell(row))
  })
  return element('tr', {}, ...cells)
}
