import { type StageSpan, stageAt } from '../profile/timeline.ts'
import { summarize } from '../stats/summary.ts'
import type { ErrorCategory } from './error-category.ts'
import type { Bounds } from './grid.ts'
import type { Interval } from './interval.ts'
import { Records, type Selection } from './records.ts'
import type { TimelinePoint } from './result.ts'
import { throughputOf } from './throughput.ts'

/** A point for each interval that begins in a slice's own time. */
export function timelineOf(
  intervals: readonly Interval[],
  selection: Selection,
  spans: readonly Bounds[],
  stages: readonly StageSpan[],
): readonly TimelinePoint[] {
  const own = intervals.filter(({ start }) => spans.some((span) => start >= span.start && start < span.end))
  return Object.freeze(own.map((interval) => timelinePoint(interval, selection, stages)))
}

function timelinePoint(interval: Interval, selection: Selection, stages: readonly StageSpan[]): TimelinePoint {
  const requests = new Records([interval]).requests(selection)
  const { succeeded, failed, interrupted } = requests ?? { succeeded: 0, failed: 0, interrupted: 0 }
  const latency = summarize(requests?.latency)
  const errors: Partial<Record<ErrorCategory, number>> = {}
  for (const { category, count } of requests?.errors ?? []) errors[category] = (errors[category] ?? 0) + count
  return Object.freeze({
    at: interval.start,
    duration: interval.end - interval.start,
    stage: stageAt(stages, interval.start).name,
    vus: interval.vus,
    requests: Object.freeze({ total: succeeded + failed + interrupted, succeeded, failed, interrupted }),
    throughput: throughputOf([interval], selection, [interval]).mean ?? 0,
    p50: latency.p50,
    p95: latency.p95,
    p99: latency.p99,
    errors: Object.freeze(errors),
  })
}
