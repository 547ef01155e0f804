import { formatCount } from '../core/format.ts'
import type { ErrorGroup } from '../metrics/counts.ts'
import type { Paint } from './paint.ts'
import { displayWidth, padEnd, printable, shorten } from './printable.ts'

const MOST = 10
const WIDEST_ENDPOINT = 40
const GAP = '  '

const MOST_LINES = 6

/** What failed, by kind, the most frequent first: category, count, endpoint and message, and below it how the first one looked. */
export function formatErrors(errors: readonly ErrorGroup[], width: number, paint: Paint): string[] {
  const kinds = errors
    .toSorted((a, b) => b.count - a.count)
    .slice(0, MOST)
    .map((group) => ({
      category: group.category,
      count: formatCount(group.count),
      endpoint: shorten(printable(group.endpoint), WIDEST_ENDPOINT),
      message: printable(group.message),
      example: exampleOf(group),
    }))
  const categoryWidth = widest(kinds.map(({ category }) => category))
  const countWidth = widest(kinds.map(({ count }) => count))
  const endpointWidth = widest(kinds.map(({ endpoint }) => endpoint))
  const margin = categoryWidth + countWidth + endpointWidth + 3 * GAP.length

  const lines = kinds.flatMap(({ category, count, endpoint, message, example }) => {
    const cells = [paint('red', category.padEnd(categoryWidth)), count.padStart(countWidth), padEnd(endpoint, endpointWidth)]
    const line = [...cells, shorten(message, width - margin)].join(GAP)
    return [line, ...example.map((text) => ' '.repeat(margin) + paint('dim', shorten(text, width - margin)))]
  })
  if (errors.length > MOST) lines.push(paint('dim', `… and ${errors.length - MOST} more kinds of errors`))
  return lines
}

/** How the first one looked: a line, or the stack of what a scenario threw. */
function exampleOf({ category, message, examples }: ErrorGroup): string[] {
  const lines = (examples[0]?.detail ?? '').split('\n').map((line) => printable(line.trim()))
  const shown = lines.slice(0, category === 'exception' ? MOST_LINES : 1)
  return shown.filter((line) => line !== '' && !line.endsWith(printable(message)))
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(displayWidth))
}
