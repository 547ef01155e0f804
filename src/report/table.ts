import type { Paint } from './paint.ts'
import { displayWidth, printable, shorten } from './printable.ts'

/** A cell's text, and how it is painted. */
export type Cell = string | { readonly text: string; readonly style: Parameters<Paint>[0] }

/** The first cell is a name, aligned to the left; the others are figures, aligned to the right. An empty row is a blank line. */
export type Row = readonly Cell[]

const GAP = 2
const NARROWEST_NAME = 12

/** Lays rows out in columns as wide as their widest cell; names are shortened where the table would be wider than `width`. */
export function layOut(rows: readonly Row[], width: number, paint: Paint): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, column) => {
    return Math.max(...rows.map((row) => displayWidth(printable(textOf(row[column])))))
  })
  const [name = 0, ...figures] = widths
  const figuresWidth = figures.reduce((sum, one) => sum + one + GAP, 0)
  const nameWidth = Math.min(name, Math.max(NARROWEST_NAME, width - figuresWidth))
  return rows.map((row) => {
    return row
      .map((cell, column) => (column === 0 ? alignName(cell, nameWidth, paint) : alignFigure(cell, widths[column] ?? 0, paint)))
      .join(' '.repeat(GAP))
      .trimEnd()
  })
}

function alignName(cell: Cell, width: number, paint: Paint): string {
  const text = shorten(printable(textOf(cell)), width)
  return painted(cell, text, paint) + ' '.repeat(width - displayWidth(text))
}

function alignFigure(cell: Cell, width: number, paint: Paint): string {
  const text = printable(textOf(cell))
  return ' '.repeat(width - displayWidth(text)) + painted(cell, text, paint)
}

function painted(cell: Cell, text: string, paint: Paint): string {
  return typeof cell === 'string' || text === '' ? text : paint(cell.style, text)
}

function textOf(cell: Cell | undefined): string {
  return typeof cell === 'object' ? cell.text : (cell ?? '')
}
