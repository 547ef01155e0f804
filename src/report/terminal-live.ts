import { formatCount, formatDuration, formatRate, formatShare } from '../core/format.ts'
import type { Progress } from '../metrics/progress.ts'
import { plain } from './paint.ts'
import { printable, shorten } from './printable.ts'
import type { TextOptions } from './terminal.ts'

const LONGEST_BAR = 40
const FULL = '█'
const EMPTY = '░'

/** A load that is on, as lines that are drawn anew every second: what it is, how far it is, and how it goes. */
export function formatLive(name: string, progress: Progress, { width = 120, paint = plain }: TextOptions = {}): string[] {
  const inner = width - 2
  const { vus, requests, failed, throughput, p95 } = progress
  const title = shorten(printable(name), inner)
  const failures = `${formatCount(failed)} failed${failed > 0 ? ` (${formatShare(failed / requests)})` : ''}`
  const figures = [
    `${formatCount(vus)} ${vus === 1 ? 'user' : 'users'}`,
    formatRate(throughput),
    `p95 ${p95 === undefined ? '–' : formatDuration(p95)}`,
    `${formatCount(requests)} ${requests === 1 ? 'request' : 'requests'}`,
  ].join(' · ')
  const isShort = figures.length + failures.length + 3 > inner
  return [
    '',
    `  ${paint('bold', title)}`,
    `  ${formatCourse(progress, inner, paint)}`,
    isShort
      ? `  ${shorten(`${figures} · ${failures}`, inner)}`
      : `  ${figures} · ${failed > 0 ? paint('red', failures) : failures}`,
  ]
}

/** The bar, and what it means. Where iterations are counted, nobody knows how long they take. */
function formatCourse(progress: Progress, width: number, paint: NonNullable<TextOptions['paint']>): string {
  const { phase, elapsed, planned, stage } = progress
  const text = shorten([...timesOf(progress), ...(stage === '' ? [] : [printable(stage)])].join(' · '), width)
  const room = Math.min(LONGEST_BAR, width - text.length - 2)
  if (phase !== 'running' || planned === undefined || planned === 0 || room < 10) return text
  const full = Math.min(room, Math.floor((elapsed / planned) * room))
  return `${paint('green', FULL.repeat(full))}${paint('dim', EMPTY.repeat(room - full))}  ${text}`
}

function timesOf({ phase, elapsed, planned }: Progress): string[] {
  const seconds = (time: number): string => formatDuration(Math.round(time / 1000) * 1000)
  if (phase === 'warm-up') return [`warm-up, ${seconds(-elapsed)} left`]
  if (phase === 'stopping') return ['waiting for what is under way']
  return planned === undefined
    ? [seconds(elapsed)]
    : [`${seconds(elapsed)} of ${formatDuration(planned)}`, `${seconds(planned - elapsed)} left`]
}
