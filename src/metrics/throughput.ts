import type { Bounds } from './grid.ts'
import type { Interval } from './interval.ts'
import { isSelected, type Selection } from './records.ts'

/**
 * Successful requests that ended inside a slice's own time, per second: on average, and in the best whole second. The best is no
 * worse than the average, even where the rest of a second was better than all whole ones.
 */
export function throughputOf(
  intervals: readonly Interval[],
  selection: Selection,
  spans: readonly Bounds[],
): { readonly mean: number | undefined; readonly peak: number | undefined } {
  const duration = durationOf(spans)
  if (duration === 0) return { mean: undefined, peak: undefined }
  const seconds = new Map<number, number>()
  let total = 0
  for (const interval of intervals) {
    if (!spans.some((span) => interval.start >= span.start && interval.start < span.end)) continue
    const first = Math.floor(interval.start / 1000)
    for (const series of interval.requests) {
      if (!isSelected(series, selection)) continue
      total += series.succeeded
      for (const [index, successes] of (series.perSecond ?? [series.succeeded]).entries()) {
        seconds.set(first + index, (seconds.get(first + index) ?? 0) + successes)
      }
    }
  }
  const mean = total / (duration / 1000)
  // A second that is only partly in the slice says nothing of a whole one.
  const whole = [...seconds].filter(([second]) =>
    spans.some(({ start, end }) => second * 1000 >= start && second * 1000 + 1000 <= end),
  )
  return { mean, peak: Math.max(mean, ...whole.map(([, successes]) => successes)) }
}

export function durationOf(spans: readonly Bounds[]): number {
  return spans.reduce((total, { start, end }) => total + (end - start), 0)
}

/** The time that is in any of them, each moment once; in order. */
export function union(spans: readonly Bounds[]): Bounds[] {
  const united: Bounds[] = []
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    const last = united.at(-1)
    if (last !== undefined && start <= last.end) united[united.length - 1] = { start: last.start, end: Math.max(last.end, end) }
    else united.push({ start, end })
  }
  return united
}

/** The time that is in both. */
export function intersect(a: readonly Bounds[], b: readonly Bounds[]): Bounds[] {
  return a.flatMap((one) =>
    b
      .map((other) => ({ start: Math.max(one.start, other.start), end: Math.min(one.end, other.end) }))
      .filter(({ start, end }) => start < end),
  )
}
