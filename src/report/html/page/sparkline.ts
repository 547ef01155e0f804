import type { ResultReport } from '../../model.ts'
import { drawing } from './element.ts'

const WIDTH = 96
const HEIGHT = 22
const MOST_POINTS = 96

/** The course of the p95 in the size of a word; what it shows stands in the table beside it. */
export function sparkline({ timeline }: ResultReport): Element {
  const { p95 } = timeline
  const step = Math.max(1, Math.ceil(p95.length / MOST_POINTS))
  // Of a few neighbours the highest, so that no peak is lost.
  const values = Array.from({ length: Math.ceil(p95.length / step) }, (_, index) =>
    Math.max(...p95.slice(index * step, (index + 1) * step).map((value) => value ?? Number.NEGATIVE_INFINITY)),
  )
  const highest = Math.max(...values, 0)
  const svg = drawing('svg', {
    class: 'sparkline',
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    width: WIDTH,
    height: HEIGHT,
    'aria-hidden': 'true',
  })
  if (highest === 0 || values.length < 2) return svg
  let path = ''
  for (const [index, value] of values.entries()) {
    if (value === Number.NEGATIVE_INFINITY) continue
    const x = (index / (values.length - 1)) * WIDTH
    const y = HEIGHT - 1.5 - (value / highest) * (HEIGHT - 3)
    path += `${path === '' ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`
  }
  svg.append(drawing('path', { d: path }))
  return svg
}
