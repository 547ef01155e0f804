import { formatCount } from '../core/format.ts'
import type { ErrorGroup } from '../metrics/counts.ts'
import type { Paint } from './paint.ts'
import { firstLine, printable, shorten } from './printable.ts'

const MOST = 10

/** What failed, by kind, the most frequent first: category, count, endpoint and message, and below it how the first one looked. */
export function formatErrors(errors: readonly ErrorGroup[], width: number, paint: Paint): string[] {
  const shown = errors.toSorted((a, b) => b.count - a.count).slice(0, MOST)
  const counts = shown.map(({ count }) => formatCount(count))
  const countWidth = longest(counts)
  const categoryWidth = longest(shown.map(({ category }) => category))
  const restWidth = width - categoryWidth - countWidth - 2 * GAP.length

  const lines = shown.flatMap(({ category, endpoint, message, examples }, index) => {
    const count = (counts[index] ?? '').padStart(countWidth)
    const about = shorten(`${printable(endpoint)}  ${printable(message)}`, restWidth)
    const example = firstLine(examples[0]?.detail ?? '')
    const line = `${paint('red', category.padEnd(categoryWidth))}${GAP}${count}${GAP}${about}`
    if (example === '' || example === message) return [line]
    const margin = ' '.repeat(width - restWidth)
    return [line, margin + paint('dim', shorten(printable(example), restWidth))]
  })
  if (errors.length > MOST) lines.push(paint('dim', `… and ${errors.length - MOST} more kinds of errors`))
  return lines
}

const GAP = '  '

function longest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length))
}
