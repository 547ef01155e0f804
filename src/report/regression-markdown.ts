import type { Comparison, RowComparison } from '../baseline/compare-summaries.ts'
import { type ComparedMetric, type ComparisonLimits, comparedMetrics } from '../baseline/comparison-limits.ts'
import { formatChange, formatLimit, formatMetric, type MetricChange } from '../baseline/metric-change.ts'
import { errorRateOf } from '../baseline/run-summary.ts'
import { formatCount } from '../core/format.ts'
import { markdownTable, markdownText } from './markdown-text.ts'

/** What a regression report is of. */
export interface RegressionReport {
  readonly comparisons: readonly Comparison[]
  readonly limits: ComparisonLimits
  /** Whole sentences about what could not be compared. */
  readonly notes: readonly string[]
  /** Whether the runs were made up of their baselines. */
  readonly isSimulated: boolean
}

/** A comparison with baselines as Markdown: what became worse first, then every row. It says no time, so the same figures give the same text. */
export function regressionMarkdown({ comparisons, limits, notes, isSimulated }: RegressionReport): string {
  const regressed = comparisons.filter(({ isRegression }) => isRegression)
  const verdict =
    regressed.length === 0
      ? `${NO_REGRESSION} in ${plural(comparisons.length, 'service')}`
      : `Performance regression in ${regressed.map(({ service }) => markdownText(service)).join(', ')}`
  return `${[
    `# ${isSimulated ? REHEARSAL : ''}${verdict}`,
    ...(isSimulated ? ['**Simulated:** made up from the baselines to rehearse this report; nothing was measured.'] : []),
    describeLimits(limits),
    ...comparisons.map(describeService),
    ...(notes.length === 0 ? [] : [notes.map((note) => `- ${markdownText(note)}`).join('\n')]),
  ].join('\n\n')}\n`
}

/** Whether a report has this title because nothing became worse. */
export function isReassuring(title: string): boolean {
  return title.startsWith(NO_REGRESSION) || title.startsWith(REHEARSAL + NO_REGRESSION)
}

const NO_REGRESSION = 'No performance regression'
/** In the title, so that no rehearsal is taken for a run. */
const REHEARSAL = 'Rehearsal: '

function describeLimits(limits: ComparisonLimits): string {
  const told = comparedMetrics.flatMap((metric) => {
    const limit = limits[metric]
    return limit === undefined ? [] : [`${metric} ${formatLimit(metric, limit)}`]
  })
  return `Limits: ${told.length === 0 ? 'none' : told.join(', ')}. Rows with fewer than 100 requests are not judged.`
}

function describeService({ service, isRegression, total, endpoints }: Comparison): string {
  const rows = [...endpoints, total]
  const causes = rows
    .filter(({ state }) => state === 'regression')
    .map(({ name, changes }) => {
      const over = changes.filter(({ isOver }) => isOver).map(({ sentence }) => sentence)
      return `- **${markdownText(name)}**: ${over.join('; ')}`
    })
  return [
    `## ${isRegression ? '✗' : '✓'} ${markdownText(service)}`,
    ...(causes.length === 0 ? [] : [causes.join('\n')]),
    markdownTable(['', 'requests', 'errors', 'mean', 'median', 'p95', 'p99', 'rate', 'verdict'], rows.map(describeRow)),
  ].join('\n\n')
}

function describeRow({ name, state, current, baseline, changes, notes }: RowComparison): string[] {
  const row = current ?? baseline
  const requests = [baseline, current].filter((one) => one !== undefined).map((one) => formatCount(one.requests))
  const cell = (metric: ComparedMetric): string => {
    const change = changes.find((one) => one.metric === metric)
    if (change !== undefined) return describeChange(change)
    if (baseline !== undefined && current !== undefined && metric !== 'errors') return '–'
    const value = row === undefined ? undefined : metric === 'errors' ? errorRateOf(row) : row[metric]
    return value === undefined ? '–' : formatMetric(metric, value)
  }
  return [
    markdownText(name),
    requests.join(' → '),
    cell('errors'),
    ...(['mean', 'median', 'p95', 'p99', 'rate'] as const).map(cell),
    [state === 'regression' ? '**regression**' : state, ...notes].join(', '),
  ]
}

function describeChange({ metric, baseline, current, change, isOver }: MetricChange): string {
  const show = (value: number): string => formatMetric(metric, value)
  const isSame = change === 0 || show(baseline) === show(current)
  const text = isSame
    ? show(current)
    : `${show(baseline)} → ${show(current)}${change === undefined ? '' : ` (${formatChange(metric, change)})`}`
  return isOver ? `**${text}**` : text
}

function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}
