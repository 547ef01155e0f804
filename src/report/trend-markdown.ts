import type { Trend } from '../baseline/trend.ts'
import { markdownTable, markdownText } from './markdown-text.ts'
import { changeLine, drawnMetrics, othersLine, runCells, runTitles, trendTitle } from './trend-rows.ts'

/** Trends as a document: for each the changes first, then the drawings, then every run. */
export function trendMarkdown(trends: readonly Trend[]): string {
  return `${['# Performance trend', ...trends.map(describeTrend)].join('\n\n')}\n`
}

function describeTrend(trend: Trend): string {
  const others = othersLine(trend)
  const drawings = drawnMetrics(trend).map(({ metric, drawing, figures }) => [metric, drawing, figures])
  return [
    `## ${markdownText(trendTitle(trend))}`,
    markdownText(`${trend.file} · ${trend.conditions}`),
    trend.changes.length === 0
      ? 'No change of level.'
      : trend.changes.map((change) => `- **${markdownText(changeLine(change))}**`).join('\n'),
    markdownTable(['', 'runs', 'last'], drawings),
    markdownTable(
      ['started (UTC)', ...runTitles],
      trend.runs.map((run) => runCells(run).map(markdownText)),
    ),
    ...(others === undefined ? [] : [`${others}.`]),
  ].join('\n\n')
}
