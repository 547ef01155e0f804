import type { Paint } from './paint.ts'
import { displayWidth, padEnd, padStart, printable, shorten } from './printable.ts'

/** A cell's text, and how it is painted. */
export type Cell = string | { readonly text: string; readonly style: Parameters<Paint>[0] }

/** The first cell is a name, aligned to the left; the others are figures, aligned to the right. An empty row is a blank line. */
export type Row = readonly Cell[]

const GAP = '  '
const NARROWEST_NAME = 12

/** Whether rows fit into `width` without their names being shortened to almost nothing. */
export function fits(rows: readonly Row[], width: number): boolean {
  const { name, figuresWidth } = measure(rows)
  return width - figuresWidth >= Math.min(name, NARROWEST_NAME)
}

/** Lays rows out in columns as wide as their widest cell; names are shortened where the table would be wider than `width`. */
export function layOut(rows: readonly Row[], width: number, paint: Paint): string[] {
  const { name, figures, figuresWidth } = measure(rows)
  const nameWidth = Math.min(name, Math.max(NARROWEST_NAME, width - figuresWidth))
  const align = (text: string, column: number): string =>
    column === 0 ? padEnd(shorten(text, nameWidth), nameWidth) : padStart(text, figures[column - 1] ?? 0)

  return rows.map((row) => {
    const cells = row.map((cell, column) => paintCell(cell, align(textOf(cell), column), paint))
    return cells.join(GAP).trimEnd()
  })
}

function measure(rows: readonly Row[]): { name: number; figures: readonly number[]; figuresWidth: number } {
  const columns = rows.reduce((most, row) => Math.max(most, row.length), 0)
  const [name = 0, ...figures] = Array.from({ length: columns }, (_, column) => widthOf(rows, column))
  return { name, figures, figuresWidth: figures.reduce((sum, one) => sum + GAP.length + one, 0) }
}

function widthOf(rows: readonly Row[], column: number): number {
  // One by one: of very many rows a call has too many arguments.
  return rows.reduce((widest, row) => Math.max(widest, displayWidth(textOf(row[column]))), 0)
}

function textOf(cell: Cell | undefined): string {
  return printable(typeof cell === 'object' ? cell.text : (cell ?? ''))
}

/** Leaves the spaces around the text unpainted. */
function paintCell(cell: Cell, aligned: string, paint: Paint): string {
  if (typeof cell === 'string') return aligned
  const text = aligned.trim()
  return text === '' ? aligned : aligned.replace(text, () => paint(cell.style, text))
}
