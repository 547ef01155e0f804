import type { ChartGroup } from './chart-group.ts'

/** What keys may do to a chart. */
interface KeyTarget {
  readonly x: () => readonly number[]
  readonly xRange: () => readonly [number, number]
  readonly index: () => number | undefined
  readonly move: (index: number) => void
  readonly group: ChartGroup | undefined
}

/** Arrows, Home and End read a chart value by value, Page keys in larger steps; + and − zoom, Escape shows all again. */
export function listenToKeys(plot: HTMLElement, target: KeyTarget): void {
  plot.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const shown = indexesIn(target.x(), target.group?.range)
    const index = target.index() ?? shown.first - 1
    const page = Math.max(1, Math.round((shown.last - shown.first) / 10))
    const moves: Record<string, number> = {
      ArrowRight: index + (event.shiftKey ? page : 1),
      ArrowUp: index + 1,
      ArrowLeft: index - (event.shiftKey ? page : 1),
      ArrowDown: index - 1,
      PageUp: index + page,
      PageDown: index - page,
      Home: shown.first,
      End: shown.last,
    }
    const wanted = moves[event.key]
    if (wanted !== undefined) target.move(Math.min(shown.last, Math.max(shown.first, wanted)))
    else if (!zoom(event.key, target)) return
    event.preventDefault()
  })
}

function zoom(key: string, { x, xRange, index, group }: KeyTarget): boolean {
  if (group === undefined) return false
  if (key === 'Escape' && group.range !== undefined) {
    group.zoomTo(undefined)
    return true
  }
  if (key !== '+' && key !== '=' && key !== '-') return false
  const [from, to] = group.range ?? xRange()
  const [first, last] = xRange()
  const center = x()[index() ?? -1] ?? (from + to) / 2
  const half = ((to - from) / 2) * (key === '-' ? 2 : 0.5)
  const range = [Math.max(first, center - half), Math.min(last, center + half)] as const
  group.zoomTo(range[0] <= first && range[1] >= last ? undefined : range)
  return true
}

function indexesIn(x: readonly number[], range: readonly [number, number] | undefined): { first: number; last: number } {
  if (range === undefined) return { first: 0, last: x.length - 1 }
  const first = x.findIndex((value) => value >= range[0])
  return { first: Math.max(0, first), last: x.findLastIndex((value) => value <= range[1]) }
}
