import type { Comparison, RowComparison } from '../baseline/compare-summaries.ts'
import { displayWidth, padEnd, printable } from '../report/printable.ts'
import type { Terminal } from './terminal.ts'

/** A comparison as text, a line for each row: how it stands, and each figure that has a limit. */
export function formatComparison(
  { service, isRegression, total, endpoints }: Comparison,
  { paint }: Pick<Terminal, 'paint'>,
): string {
  const rows = [...endpoints, total]
  // One by one: of very many rows a call has too many arguments.
  const width = rows.reduce((widest, { name }) => Math.max(widest, displayWidth(printable(name))), 0)
  const head = `${isRegression ? paint('red', '✗') : paint('green', '✓')} ${paint('bold', printable(service))}`
  return [
    head,
    ...rows.map((row) => `  ${mark(row, paint)} ${padEnd(printable(row.name), width)}  ${describe(row)}`.trimEnd()),
  ].join('\n')
}

function describe({ state, changes, notes }: RowComparison): string {
  const judged = changes.filter(({ limit }) => limit !== undefined).map(({ sentence }) => sentence)
  const standing = state === 'within' || state === 'regression' ? [] : [state]
  return [...standing, ...judged, ...notes].map(printable).join('; ')
}

function mark({ state }: RowComparison, paint: Terminal['paint']): string {
  if (state === 'regression') return paint('red', '✗')
  return state === 'within' ? paint('green', '✓') : paint('dim', '·')
}
