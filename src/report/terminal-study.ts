import type { StudyReport } from './model.ts'
import { plain } from './paint.ts'
import { printable } from './printable.ts'
import { layOut, type Row } from './table.ts'
import type { TextOptions } from './terminal.ts'
import { formatAbort } from './terminal-abort.ts'
import { wrapText } from './wrap-text.ts'

interface StudyOptions extends TextOptions {
  /** What stands above it, such as the test's name. @default its own name */
  readonly title?: string
}

const INDENT = '  '

/** A benchmark or a search for a capacity as text for the terminal. */
export function formatStudy(study: StudyReport, { width = 120, paint = plain, title = study.name }: StudyOptions = {}): string {
  const inner = width - INDENT.length
  const facts = title === study.name ? study.summary : `${study.name} · ${study.summary}`
  const head = study.columns.map((text): Row[number] => ({ text, style: 'dim' }))
  const paintVerdict = (text: string): Row[number] => (text.startsWith('missed') ? { text, style: 'yellow' } : text)
  const blocks = [
    [
      paint('bold', printable(title)),
      ...wrapText(printable(facts), inner).map((line) => paint('dim', line)),
      ...formatAbort(study.outcome, paint),
    ],
    layOut([head, ...study.rows.map((row) => row.map(paintVerdict))], inner, paint),
    study.warnings.flatMap((message) =>
      wrapText(printable(message), inner - 2).map((line, index) => paint('yellow', `${index === 0 ? '!' : ' '} ${line}`)),
    ),
  ]
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => INDENT + line).join('\n'))
    .join('\n\n')
}
