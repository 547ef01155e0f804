import { errorRateOf, includesFailures, type RowFigures, type RunSummary } from '../baseline/run-summary.ts'
import { formatCount, formatDuration, formatRate, formatShare } from '../core/format.ts'
import { markdownTable, markdownText } from './markdown-text.ts'

/** Baselines as a document: a section for each service. */
export function baselinesMarkdown(summaries: readonly RunSummary[]): string {
  return `${['# Performance baselines', ...summaries.map(describeService)].join('\n\n')}\n`
}

/** The titles of a baseline's figures. */
export const baselineTitles = ['requests', 'failures', 'errors', 'mean', 'median', 'p95', 'p99', 'rate'] as const

/** A row's figures as text, in the order of their titles. */
export function baselineCells(row: RowFigures): string[] {
  const { requests, failures, mean, median, p95, p99, rate } = row
  return [
    formatCount(requests),
    formatCount(failures),
    shown(errorRateOf(row), formatShare),
    ...[mean, median, p95, p99].map((time) => shown(time, formatDuration)),
    shown(rate, formatRate),
  ]
}

/** Where a baseline comes from, in one line. */
export function baselineOrigin({ source, measuredAt, environment, profile }: RunSummary): string {
  const origin = source === 'locust' ? "from Locust's statistics, latencies include failures" : 'from a result of vitest-load'
  return [profile, origin, measuredAt, environment].filter((part) => part !== undefined).join(' · ')
}

function describeService(summary: RunSummary): string {
  const { service, endpoints, total, source } = summary
  const rows = [...endpoints, { name: 'all requests', ...total }].map((row) => {
    const mark = includesFailures(row, source) ? ' (includes failures)' : ''
    return [`${markdownText(row.name)}${mark}`, ...baselineCells(row)]
  })
  return [
    `## ${markdownText(service)}`,
    markdownText(baselineOrigin(summary)),
    markdownTable(['', ...baselineTitles], rows),
  ].join('\n\n')
}

function shown(value: number | undefined, format: (value: number) => string): string {
  return value === undefined ? '–' : format(value)
}
