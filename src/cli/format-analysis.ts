import { baselineCells, baselineTitles } from '../report/baselines-markdown.ts'
import type { Paint } from '../report/paint.ts'
import { firstLine, printable } from '../report/printable.ts'
import { layOut, type Row } from '../report/table.ts'
import { formatVerdict } from '../report/verdict-line.ts'
import type { GradedRow, InputAnalysis } from './analyze-input.ts'
import type { Terminal } from './terminal.ts'

const INDENT = '  '

/** An analysis as text: grades per endpoint, findings with what to do, and limits. */
export function formatAnalysis(analysis: InputAnalysis, { paint, width }: Pick<Terminal, 'paint' | 'width'>): string {
  const { file, name, aborted, total, endpoints, findings, limits } = analysis
  const titles = ['', ...withoutFailures(baselineTitles), 'latency is', 'errors are'].map((text) => ({
    text,
    style: 'dim' as const,
  }))
  const rows: Row[] = [titles, ...endpoints.map((one) => rowOf(one.name, one)), rowOf('all requests', total)]
  const inner = width - INDENT.length
  return [
    [
      `${paint('bold', printable(name))}  ${paint('dim', printable(file))}`,
      ...(aborted === undefined ? [] : [paint('red', `aborted: ${printable(firstLine(aborted))}`)]),
    ],
    layOut(rows, inner, paint),
    findings.length === 0
      ? [paint('dim', 'nothing found')]
      : findings.flatMap(({ severity, message, recommendation }) => [
          `${mark(severity, paint)} ${printable(message)}`,
          `${INDENT}${paint('dim', `→ ${printable(recommendation)}`)}`,
        ]),
    limits.flatMap(({ state, message, warning }) => {
      const noted = { matcher: '', negated: false, state, message, ...(warning !== undefined && { warning }) }
      return formatVerdict(noted, { width: inner, paint, subject: name })
    }),
  ]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => INDENT + line).join('\n'))
    .join('\n\n')
}

function rowOf(name: string, row: GradedRow): Row {
  const latency = row.grades.latency ?? (row.includesFailures === true ? 'includes failures' : '–')
  return [name, ...withoutFailures(baselineCells(row)), graded(latency), graded(row.grades.errors ?? '–')]
}

/** Their share is told beside them, and names need the room. */
function withoutFailures(cells: readonly string[]): readonly string[] {
  return cells.filter((_, column) => baselineTitles[column] !== 'failures')
}

const STYLES: Readonly<Record<string, 'red' | 'yellow' | 'green'>> = {
  excellent: 'green',
  good: 'green',
  acceptable: 'yellow',
  poor: 'red',
  critical: 'red',
}

function graded(grade: string): Row[number] {
  const style = STYLES[grade]
  return style === undefined ? grade : { text: grade, style }
}

function mark(severity: InputAnalysis['findings'][number]['severity'], paint: Paint): string {
  if (severity === 'info') return '·'
  return severity === 'problem' ? paint('red', '✗') : paint('yellow', '!')
}
