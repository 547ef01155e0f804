import { formatCount, formatShare } from '../core/format.ts'
import type { CheckCount } from '../metrics/counts.ts'
import type { Paint } from './paint.ts'
import { printable, shorten } from './printable.ts'

const MOST = 20

/** Checks by name. Those that failed come first: they must not be among what is left out. */
export function formatChecks(checks: readonly CheckCount[], width: number, paint: Paint): string[] {
  const shown = checks.toSorted((a, b) => b.failed - a.failed).slice(0, MOST)
  const lines = shown.map(({ name, passed, failed }) => {
    const text = shorten(printable(name), Math.floor(width / 2))
    if (failed === 0) return `${paint('green', '✓')} ${text}  ${paint('dim', formatCount(passed))}`
    const total = passed + failed
    const figures = `${formatShare(passed / total)} passed (${formatCount(failed)} of ${formatCount(total)} failed)`
    return `${paint('red', '✗')} ${text}  ${figures}`
  })
  if (checks.length > MOST) lines.push(paint('dim', `… and ${checks.length - MOST} more checks`))
  return lines
}
