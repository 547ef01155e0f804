import { formatCount, formatDuration, formatRate } from '../core/format.ts'
import type { Progress } from '../metrics/progress.ts'
import { plain } from './paint.ts'
import { printable, shorten } from './printable.ts'
import type { TextOptions } from './terminal.ts'

/** How far a load is, as one line. */
export function formatProgress(name: string, progress: Progress, { width = 120, paint = plain }: TextOptions = {}): string {
  const { vus, requests, failed, throughput, p95 } = progress
  const facts = [formatTime(progress), counted(vus, 'user'), counted(requests, 'request')]
  if (failed > 0) facts.push(`${formatCount(failed)} failed`)
  facts.push(formatRate(throughput))
  if (p95 !== undefined) facts.push(`p95 ${formatDuration(p95)}`)
  const text = facts.join(' · ')
  const title = shorten(printable(name), Math.max(20, width - text.length - 4))
  return `  ${title}  ${paint('dim', text)}`
}

function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}

function formatTime({ phase, elapsed, planned, stage }: Progress): string {
  if (phase === 'warm-up') return 'warm-up'
  if (phase === 'stopping') return 'stopping'
  const seconds = formatDuration(Math.floor(elapsed / 1000) * 1000)
  const time = planned === undefined ? seconds : `${seconds} of ${formatDuration(planned)}`
  return stage === '' ? time : `${time} · ${printable(stage)}`
}
