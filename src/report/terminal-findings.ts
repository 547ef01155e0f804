import type { Finding } from '../metrics/finding.ts'
import type { Paint } from './paint.ts'
import { printable } from './printable.ts'
import { wrapText } from './wrap-text.ts'

const MOST = 5
const STYLES = { problem: 'red', warning: 'yellow', info: 'dim' } as const
/** Not one of a limit: what was found passes nothing and fails nothing. */
const MARK = '•'

/** What was found in a result, the gravest first, each with what to do about it. */
export function formatFindings(findings: readonly Finding[], width: number, paint: Paint): string[] {
  const lines = findings.slice(0, MOST).flatMap(({ severity, message, recommendation }) => {
    const [first = '', ...others] = wrapText(printable(message), width - 2)
    return [
      `${paint(STYLES[severity], MARK)} ${first}`,
      ...others.map((line) => `  ${line}`),
      ...wrapText(`→ ${printable(recommendation)}`, width - 2).map((line) => `  ${paint('dim', line)}`),
    ]
  })
  if (findings.length > MOST) lines.push(paint('dim', `… and ${findings.length - MOST} more findings`))
  return lines
}
