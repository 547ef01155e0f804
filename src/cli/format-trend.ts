import type { Trend } from '../baseline/trend.ts'
import { printable } from '../report/printable.ts'
import { layOut, type Row } from '../report/table.ts'
import { changeLine, drawnMetrics, othersLine, runCells, runTitles, trendTitle } from '../report/trend-rows.ts'
import type { Terminal } from './terminal.ts'

/** A trend as text: drawings, changes, and a line for each run. */
export function formatTrend(trend: Trend, { paint, width }: Pick<Terminal, 'paint' | 'width'>): string {
  const others = othersLine(trend)
  const rows: Row[] = [
    ['', ...runTitles].map((text) => ({ text, style: 'dim' as const })),
    ...trend.runs.map((run): Row => runCells(run)),
  ]
  return [
    `${paint('bold', printable(trendTitle(trend)))}  ${paint('dim', printable(trend.file))}`,
    paint('dim', printable(trend.conditions)),
    ...drawnMetrics(trend).map(({ metric, drawing, figures }) => `  ${metric.padEnd(6)}  ${drawing}  ${figures}`),
    ...trend.changes.map((change) => `  ${paint('yellow', '!')} ${changeLine(change)}`),
    ...(others === undefined ? [] : [`  ${paint('dim', others)}`]),
    '',
    ...layOut(rows, width - 2, paint).map((line) => `  ${line}`),
  ].join('\n')
}
