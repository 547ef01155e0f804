import { type RunSpan, stageNamesAt } from '../profile/timeline.ts'
import { percentilesOf } from '../stats/summary.ts'
import type { ErrorCategory } from './error-category.ts'
import type { Bounds } from './grid.ts'
import type { Interval } from './interval.ts'
import { isSelected, type Selection } from './records.ts'
import type { TimelinePoint } from './result.ts'

/** A point for each interval that begins in a slice's own time. */
export function timelineOf(
  intervals: readonly Interval[],
  selection: Selection,
  spans: readonly Bounds[],
  stages: readonly RunSpan[],
): readonly TimelinePoint[] {
  const own = intervals.filter(({ start }) => spans.some((span) => start >= span.start && start < span.end))
  return Object.freeze(own.map((interval) => timelinePoint(interval, selection, stages)))
}

function timelinePoint(interval: Interval, selection: Selection, stages: readonly RunSpan[]): TimelinePoint {
  const duration = interval.end - interval.start
  // Only what a point shows is added up: all distributions would take four times as long.
  const requested = interval.requests.filter((series) => isSelected(series, selection))
  const latencies = requested.flatMap((series) => series.latency ?? [])
  const [p50, p95, p99] = percentilesOf(latencies, [50, 95, 99])
  let [succeeded, failed, interrupted] = [0, 0, 0]
  const errors: Partial<Record<ErrorCategory, number>> = {}
  for (const series of requested) {
    succeeded += series.succeeded
    failed += series.failed
    interrupted += series.interrupted
    for (const { category, count } of series.errors) errors[category] = (errors[category] ?? 0) + count
  }
  return Object.freeze({
    at: interval.start,
    duration,
    stage: stageNamesAt(stages, interval.start),
    vus: interval.vus,
    requests: Object.freeze({ total: succeeded + failed + interrupted, succeeded, failed, interrupted }),
    throughput: duration === 0 ? 0 : succeeded / (duration / 1000),
    p50,
    p95,
    p99,
    errors: Object.freeze(errors),
  })
}
