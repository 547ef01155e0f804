import { formatCount } from '../core/format.ts'
import type { Finding } from '../metrics/finding.ts'
import type { LoadResult } from '../metrics/result.ts'
import { describeProfile } from '../profile/describe-profile.ts'
import { measurementRow, measurementTitles } from './measurement-row.ts'
import { type Paint, plain } from './paint.ts'
import { printable } from './printable.ts'
import { fits, layOut, type Row } from './table.ts'
import { formatAbort } from './terminal-abort.ts'
import { formatChecks } from './terminal-checks.ts'
import { formatErrors } from './terminal-errors.ts'
import { formatEvents } from './terminal-events.ts'
import { formatFindings } from './terminal-findings.ts'
import { formatHealth } from './terminal-health.ts'
import { wrapText } from './wrap-text.ts'

/** How text is laid out. */
export interface TextOptions {
  /** Columns. @default 120 */
  readonly width?: number
  /** @default without colours */
  readonly paint?: Paint
}

interface ResultOptions extends TextOptions {
  /** What stands above it, such as the test's name. @default the result's own name */
  readonly title?: string
  /** @default none */
  readonly findings?: readonly Finding[]
}

const INDENT = '  '

/** A result as text for the terminal: what was done, figures per endpoint and stage, what failed, and what to mind. */
export function formatResult(result: LoadResult, options: ResultOptions = {}): string {
  const { width = 120, paint = plain, title, findings = [] } = options
  const inner = width - INDENT.length
  return [
    formatTitle(result, title, paint),
    layOut(fitting(figures(result), inner), inner, paint),
    formatEvents(result.events, inner, paint),
    formatErrors(result.errors, inner, paint),
    [...formatIterations(result, paint), ...formatChecks(result.checks, inner, paint), ...formatHealth(result.health, paint)],
    result.warnings.flatMap(({ message }) => formatWarning(message, inner, paint)),
    formatFindings(withoutRepetition(findings, result), inner, paint),
  ]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => (line === '' ? '' : INDENT + line)).join('\n'))
    .join('\n\n')
}

/** That the generator was the bottleneck is the warning above, with the same advice. */
function withoutRepetition(findings: readonly Finding[], { warnings }: LoadResult): readonly Finding[] {
  const isKnown = warnings.some(({ code }) => code === 'generator-unfit')
  return isKnown ? findings.filter(({ code }) => code !== 'generator-bound') : findings
}

function formatWarning(message: string, width: number, paint: Paint): string[] {
  const lines = wrapText(printable(message), width - 2)
  return lines.map((line, index) => paint('yellow', `${index === 0 ? '!' : ' '} ${line}`))
}

function formatTitle({ name, profile, scale, outcome }: LoadResult, title: string | undefined, paint: Paint): string[] {
  const facts = [describeProfile(profile)]
  if (title !== undefined && title !== name) facts.unshift(name)
  if (scale !== 1) facts.push(`at a scale of ${scale}`)
  const lines = [paint('bold', printable(title ?? name)), paint('dim', printable(facts.join(' · ')))]
  return [...lines, ...formatAbort(outcome, paint)]
}

function figures(result: LoadResult): Row[] {
  const { endpoints, scenarios, stages } = result
  const rows: Row[] = [['', ...measurementTitles].map((text) => ({ text, style: 'dim' }))]
  for (const endpoint of endpoints) rows.push(measurementRow(endpoint, result.endpoint(endpoint)))
  if (endpoints.length !== 1) rows.push(measurementRow({ text: 'total', style: 'bold' }, result))
  if (scenarios.length > 1) {
    rows.push([], [{ text: 'by scenario', style: 'dim' }])
    for (const scenario of scenarios) rows.push(measurementRow(scenario, result.scenario(scenario)))
  }
  if (stages.length > 1) {
    rows.push([], [{ text: 'by stage', style: 'dim' }])
    for (const stage of stages) rows.push(measurementRow(stage, result.stage(stage)))
  }
  return rows
}

/** The mean tells least: where there would be no room for names, they get it. */
function fitting(rows: readonly Row[], width: number): readonly Row[] {
  if (fits(rows, width)) return rows
  const mean = 1 + measurementTitles.indexOf('mean')
  return rows.map((row) => row.filter((_, column) => column !== mean))
}

function formatIterations({ iterations }: LoadResult, paint: Paint): string[] {
  const { started, completed, failed, interrupted, dropped } = iterations
  if (started + dropped === 0) return []
  const parts = [`${formatCount(completed)} completed`]
  if (failed > 0) parts.push(paint('red', `${formatCount(failed)} failed`))
  if (dropped > 0) parts.push(paint('red', `${formatCount(dropped)} dropped`))
  if (interrupted > 0) parts.push(`${formatCount(interrupted)} interrupted at the end`)
  return [`${paint('dim', 'iterations')}  ${parts.join(', ')}`]
}
