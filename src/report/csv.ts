import { outsideText } from './outside-text.ts'

/** Lines of comma-separated values, as spreadsheets and Locust write them. A figure that doesn't exist is `N/A`. */
export function csvLines(rows: readonly (readonly (string | number | undefined)[])[]): string {
  return rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')
}

const NONE = 'N/A'
/** What a spreadsheet takes for the beginning of a formula, which could run a program. */
const FORMULA = /^\s*[=+\-@|＝＋－＠]/

function csvCell(cell: string | number | undefined): string {
  if (cell === undefined) return NONE
  if (typeof cell === 'number') return String(toThousandths(cell))
  const text = outsideText(cell)
  const inert = FORMULA.test(text) ? `'${text}` : text
  return /[",]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}

function toThousandths(value: number): number {
  return Math.round(value * 1000) / 1000
}
