import { formatCount, formatRate, formatShare } from '../../../core/format.ts'
import type { ResultReport } from '../../model.ts'
import { element } from './element.ts'
import { failedShare, formatTime, NONE } from './figures.ts'

interface Tile {
  readonly name: string
  readonly value: string
  readonly note?: string
  readonly isBad?: boolean
}

/** The figures that tell most of a result, large. */
export function tiles({ total, iterations, baseline }: ResultReport): HTMLElement {
  const share = failedShare(total)
  const before = baseline?.total
  const list: Tile[] = [
    {
      name: 'Requests',
      value: formatCount(total.requests),
      ...(total.interrupted > 0 && { note: `${formatCount(total.interrupted)} cut at the end` }),
    },
    {
      name: 'Failed',
      value: share === undefined ? NONE : formatShare(share),
      note: total.failed === 0 ? 'none' : formatCount(total.failed),
      isBad: total.failed > 0,
    },
    {
      name: 'Throughput',
      value: total.rate === undefined ? NONE : formatRate(total.rate),
      ...withNote(
        change(total.rate, before?.rate) ?? (total.peak === undefined ? undefined : `best second ${formatRate(total.peak)}`),
      ),
    },
    ...(['p50', 'p95', 'p99', 'max'] as const).map((name) => ({
      name: name === 'max' ? 'Slowest' : name,
      value: formatTime(total, name),
      ...withNote(change(total[name], before?.[name])),
    })),
  ]
  if (iterations.dropped > 0) {
    list.push({ name: 'Dropped', value: formatCount(iterations.dropped), note: 'iterations not started', isBad: true })
  }
  return element('dl', { class: 'tiles' }, ...list.map(tile))
}

function tile({ name, value, note, isBad = false }: Tile): HTMLElement {
  // A space parts the unit, which is less than its figure.
  const [, figure = value, unit] = /^(.*\d) ?(\D+)$/.exec(value) ?? []
  return element(
    'div',
    { class: isBad ? 'tile tile-bad' : 'tile' },
    element('dt', {}, name),
    element(
      'dd',
      {},
      figure,
      unit === undefined ? undefined : element('span', { class: 'unit' }, unit.startsWith('/') ? unit : ` ${unit}`),
    ),
    note === undefined ? undefined : element('dd', { class: 'note' }, note),
  )
}

/** `+12 % on baseline`. */
function change(now: number | undefined, before: number | undefined): string | undefined {
  if (now === undefined || before === undefined || before === 0) return undefined
  const percent = (now / before - 1) * 100
  if (Math.abs(percent) < 0.05) return 'as on baseline'
  return `${percent < 0 ? '−' : '+'}${Math.abs(percent).toFixed(1)} % on baseline`
}

function withNote(note: string | undefined): { note?: string } {
  return note === undefined ? {} : { note }
}
