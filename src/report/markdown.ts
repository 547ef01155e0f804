import { formatCount, formatDuration, formatRate, formatShare } from '../core/format.ts'
import { formatMoment } from '../core/format-moment.ts'
import { fileTime } from './file-name.ts'
import { htmlText, markdownCode, markdownTable, markdownText } from './markdown-text.ts'
import type { CaptureReport, Figures, LadderReport, Report, ResultReport, StudyReport, TestReport } from './model.ts'
import type { ReportFile } from './report-file.ts'
import { resultTitle } from './result-title.ts'

/** A comment on GitHub holds 65,536 characters. */
const LONGEST = 60_000
const MOST_ENDPOINTS = 30
const MOST_ERRORS = 10
const MOST_EVENTS = 20

const MARKS = { pass: '✅', warning: '⚠️', fail: '❌', inconclusive: '❓', running: '⏳', skipped: '⏹️' } as const
const TITLES = ['requests', 'failed', 'rate', 'mean', 'p50', 'p95', 'p99', 'max'] as const

/** A report as Markdown: a comment for a pull request, or the summary of a step in CI. */
export function renderMarkdown(report: Report): string {
  const head = ['## Load report', tally(report), overview(report)].join('\n\n')
  let text = head
  for (const [index, test] of report.tests.entries()) {
    const details = describeTest(test)
    if (text.length + details.length > LONGEST) {
      const left = report.tests.length - index
      return `${text}\n\n_The details of ${left} more ${left === 1 ? 'test are' : 'tests are'} in the HTML report._\n`
    }
    text += `\n\n${details}`
  }
  return `${text}\n`
}

/** The Markdown of a run as a file, named after the time of the report: `2026-03-14T09-45-00_report.md`. */
export function markdownFile(report: Report): ReportFile {
  return { name: `${fileTime(report.createdAt)}_report.md`, text: renderMarkdown(report) }
}

function tally({ tests, createdAt }: Report): string {
  const count = (...standings: readonly TestReport['standing'][]): number =>
    tests.filter(({ standing }) => standings.includes(standing)).length
  const parts = [
    `${count('pass', 'warning')} passed`,
    ...noted(count('fail'), 'failed'),
    ...noted(count('inconclusive'), 'inconclusive'),
    ...noted(count('skipped'), 'cancelled'),
    ...noted(count('running'), 'running'),
  ]
  return `${parts.join(' · ')} · ${createdAt.slice(0, 16).replace('T', ' ')} UTC`
}

function noted(count: number, what: string): string[] {
  return count === 0 ? [] : [`**${count} ${what}**`]
}

function overview({ tests }: Report): string {
  if (tests.length === 0) return 'No test loaded anything.'
  const rows = tests.slice(0, 200).flatMap((test) => {
    const mark = MARKS[test.standing]
    if (test.results.length === 0) return [[`${mark} ${markdownText(test.name)}`, ...TITLES.map(() => '–')]]
    return test.results.map((result) => {
      const title = test.results.length === 1 ? test.name : resultTitle(test.name, result.name)
      return [`${mark} ${markdownText(title)}`, ...figureCells(result.total)]
    })
  })
  return markdownTable(['', ...TITLES], rows)
}

function describeTest({ name, standing, limits, results, ladders, captures, studies = [] }: TestReport): string {
  const lines = limits.map(({ standing, message, warning }) => {
    const sentences = message.split('\n').map(markdownText).join('<br>')
    return `- ${MARKS[standing]} ${sentences}${warning === undefined ? '' : ` – ${warning.split('\n').map(markdownText).join(' ')}`}`
  })
  const parts = [
    ...noneOr(lines),
    ...noneOr(captures.map(describeCapture)),
    ...ladders.map(ladderTable),
    ...results.map((result) => describeResult(result, name)),
    ...studies.map((study) => describeStudy(study, name)),
  ]
  const isOpen = standing === 'fail' || standing === 'inconclusive'
  return [
    `<details${isOpen ? ' open' : ''}>`,
    `<summary>${MARKS[standing]} <b>${htmlText(name)}</b></summary>`,
    '',
    parts.join('\n\n'),
    '',
    '</details>',
  ].join('\n')
}

function describeResult(result: ResultReport, test: string): string {
  const { name, profile, outcome, endpoints, stages, events, errors, warnings, findings } = result
  const title = name === test ? [] : [`**${markdownText(name)}**`]
  return [
    [...title, markdownText(profile)].join(' · '),
    ...describeAbort(outcome),
    markdownTable(
      ['endpoint', ...TITLES],
      [
        ...endpoints.slice(0, MOST_ENDPOINTS).map((endpoint) => [markdownCode(endpoint.name), ...figureCells(endpoint)]),
        ...(endpoints.length === 1 ? [] : [['**total**', ...figureCells(result.total)]]),
      ],
    ),
    ...(endpoints.length > MOST_ENDPOINTS ? [`… and ${endpoints.length - MOST_ENDPOINTS} more endpoints`] : []),
    ...(stages.length > 1
      ? [
          markdownTable(
            ['stage', ...TITLES],
            stages.map((stage) => [markdownText(stage.name), ...figureCells(stage)]),
          ),
        ]
      : []),
    ...noneOr(events.slice(0, MOST_EVENTS).map(({ at, name }) => `- ${formatMoment(at)} ${markdownText(name)}`)),
    ...(errors.length > 0 ? [errorTable(errors)] : []),
    ...noneOr(warnings.map(({ message }) => `- ⚠️ ${message.split('\n').map(markdownText).join(' ')}`)),
    ...noneOr(
      findings.map(
        ({ severity, message, recommendation }) =>
          `- ${{ critical: '❌', warning: '⚠️', info: 'ℹ️' }[severity]} ${markdownText(message)}<br>→ ${markdownText(recommendation)}`,
      ),
    ),
  ].join('\n\n')
}

function describeStudy({ name, outcome, summary, columns, rows, warnings }: StudyReport, test: string): string {
  const title = name === test ? [] : [`**${markdownText(name)}**`]
  return [
    [...title, markdownText(summary)].join(' · '),
    ...describeAbort(outcome),
    markdownTable(
      columns,
      rows.map((row) => row.map(markdownText)),
    ),
    ...noneOr(warnings.map((message) => `- ⚠️ ${message.split('\n').map(markdownText).join(' ')}`)),
  ].join('\n\n')
}

function describeAbort(outcome: ResultReport['outcome']): string[] {
  return outcome.state === 'aborted' ? [`**aborted after ${formatDuration(outcome.at)}**: ${markdownText(outcome.reason)}`] : []
}

function ladderTable({ name, titles, levels }: LadderReport): string {
  return markdownTable(
    [`ladder ${markdownText(name)}`, ...titles],
    levels.map((level) => [level.name, ...level.figures]),
  )
}

function describeCapture(capture: CaptureReport): string {
  if ('file' in capture) return `- ${capture.title}: ${markdownCode(capture.file)}`
  return `- ${MARKS.warning} ${capture.title} was not kept: ${capture.problem.split('\n').map(markdownText).join(' ')}`
}

function errorTable(errors: ResultReport['errors']): string {
  const rows = errors.slice(0, MOST_ERRORS).map(({ category, endpoint, message, count }) => {
    return [`${category}: ${markdownText(message)}`, markdownCode(endpoint), formatCount(count)]
  })
  const more = errors.length - MOST_ERRORS
  return markdownTable(['failure', 'endpoint', 'count'], rows) + (more > 0 ? `\n\n… and ${more} more kinds` : '')
}

function noneOr(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [lines.join('\n')]
}

function figureCells(figures: Figures): string[] {
  const { requests, failed, rate, mean, p50, p95, p99, max, timeouts } = figures
  return [
    formatCount(requests),
    failed === 0 ? '0' : `${formatCount(failed)} (${formatShare(failed / requests)})`,
    rate === undefined ? '–' : formatRate(rate),
    mean === undefined ? '–' : `${timeouts > 0 ? '&gt; ' : ''}${formatDuration(mean)}`,
    ...(
      [
        [p50, 50],
        [p95, 95],
        [p99, 99],
        [max, 100],
      ] as const
    ).map(([time, percent]) => timeCell(time, percent, figures)),
  ]
}

/** `> 30 s` where it is the time after which requests were given up; those are taken to be the slowest. */
function timeCell(time: number | undefined, percent: number, { count, timeouts }: Figures): string {
  if (time === undefined) return '–'
  const isTimeout = Math.ceil((percent / 100) * count) > count - timeouts
  return `${isTimeout ? '&gt; ' : ''}${formatDuration(time)}`
}
