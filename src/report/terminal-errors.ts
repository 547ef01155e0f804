import { formatCount } from '../core/format.ts'
import type { ErrorGroup } from '../metrics/counts.ts'
import type { Paint } from './paint.ts'
import { displayWidth, firstLine, padEnd, printable, shorten } from './printable.ts'

const MOST = 10
const WIDEST_ENDPOINT = 40
const GAP = '  '

/** What failed, by kind, the most frequent first: category, count, endpoint and message, and below it how the first one looked. */
export function formatErrors(errors: readonly ErrorGroup[], width: number, paint: Paint): string[] {
  const kinds = errors
    .toSorted((a, b) => b.count - a.count)
    .slice(0, MOST)
    .map(({ category, count, endpoint, message, examples }) => ({
      category,
      count: formatCount(count),
      endpoint: shorten(printable(endpoint), WIDEST_ENDPOINT),
      message: printable(message),
      example: printable(firstLine(examples[0]?.detail ?? '')),
    }))
  const categoryWidth = widest(kinds.map(({ category }) => category))
  const countWidth = widest(kinds.map(({ count }) => count))
  const endpointWidth = widest(kinds.map(({ endpoint }) => endpoint))
  const margin = categoryWidth + countWidth + endpointWidth + 3 * GAP.length

  const lines = kinds.flatMap(({ category, count, endpoint, message, example }) => {
    const cells = [paint('red', category.padEnd(categoryWidth)), count.padStart(countWidth), padEnd(endpoint, endpointWidth)]
    const line = [...cells, shorten(message, width - margin)].join(GAP)
    if (example === '' || example === message) return [line]
    return [line, ' '.repeat(margin) + paint('dim', shorten(example, width - margin))]
  })
  if (errors.length > MOST) lines.push(paint('dim', `… and ${errors.length - MOST} more kinds of errors`))
  return lines
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(displayWidth))
}
