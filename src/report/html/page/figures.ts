import { formatDuration } from '../../../core/format.ts'
import type { Figures } from '../../model.ts'

/** What stands where a figure doesn't exist. */
export const NONE = '–'

/** The percentile that each figure is. */
const PERCENT = { p50: 50, p90: 90, p95: 95, p99: 99, max: 100 } as const

/** A time of a row: `> 30 s` where it is the time after which requests were given up, or a mean with such times in it. */
export function formatTime(figures: Figures, name: keyof typeof PERCENT | 'mean'): string {
  const time = figures[name]
  if (time === undefined) return NONE
  const isBound = name === 'mean' ? figures.timeouts > 0 : isTimeout(figures, PERCENT[name])
  return isBound ? `> ${formatDuration(time)}` : formatDuration(time)
}

/** Share of the requests that failed; `undefined` without requests. */
export function failedShare({ requests, failed }: Figures): number | undefined {
  return requests === 0 ? undefined : failed / requests
}

/** `2:05`, `1:02:05`: a moment of a run, from milliseconds. Of short runs with tenths, where there are any. */
export function formatMoment(milliseconds: number): string {
  const tenths = Math.round(milliseconds / 100)
  const seconds = Math.floor(tenths / 10)
  const rest = tenths % 10 === 0 ? '' : `.${tenths % 10}`
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  const padded = String(seconds % 60).padStart(2, '0') + rest
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${padded}` : `${minutes}:${padded}`
}

// Requests that were given up are taken to be the slowest, so a percentile is one of them if its rank is among the last.
function isTimeout({ count, timeouts }: Figures, percent: number): boolean {
  return Math.ceil((percent / 100) * count) > count - timeouts
}
