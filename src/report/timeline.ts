import type { ErrorCategory } from '../metrics/error-category.ts'
import type { LoadResult, TimelinePoint } from '../metrics/result.ts'
import type { AppliedProfile } from '../profile/profile.ts'
import { rateCurve } from '../profile/rate-curve.ts'
import type { Span, Timeline } from './model.ts'
import { outsideText } from './outside-text.ts'
import { rounded } from './rounded.ts'

/** An interval after the end of a run that is shorter is no part of its time line, in milliseconds. */
const SHORTEST_TAIL = 500

/** The time line of a result, in columns. */
export function timelineColumns(result: Pick<LoadResult, 'timeline' | 'profile' | 'duration'>): Timeline {
  const { profile } = result
  const timeline = withoutTail(result)
  const last = timeline.at(-1)
  const target = targetRates(profile, timeline)
  return {
    at: timeline.map(({ at }) => at),
    end: last === undefined ? 0 : last.at + last.duration,
    vus: timeline.map(({ vus }) => vus),
    ...(target !== undefined && { target }),
    throughput: timeline.map(({ throughput }) => rounded(throughput)),
    failed: timeline.map(({ requests, duration }) => perSecond(requests.failed, duration)),
    p50: timeline.map(({ p50 }) => figure(p50)),
    p95: timeline.map(({ p95 }) => figure(p95)),
    p99: timeline.map(({ p99 }) => figure(p99)),
    errors: errorColumns(timeline),
  }
}

/** The time that each stage took, in order; none where a profile has no stages. */
export function stageSpans({ timeline, duration }: Pick<LoadResult, 'timeline' | 'duration'>): Span[] {
  const spans: { name: string; start: number; end: number }[] = []
  for (const { stage, at, duration: length } of timeline) {
    // What requests took beyond the end of the run belongs to no stage.
    const end = Math.min(duration, at + length)
    const last = spans.at(-1)
    if (last?.name === stage) last.end = end
    else spans.push({ name: stage, start: at, end })
  }
  return spans.filter(({ name }) => name !== '').map((span) => ({ ...span, name: outsideText(span.name) }))
}

/** The last few requests end within milliseconds after the run: as a rate per second and as percentiles they would say nothing. */
function withoutTail({ timeline, duration }: Pick<LoadResult, 'timeline' | 'duration'>): readonly TimelinePoint[] {
  const last = timeline.at(-1)
  const isTail = last !== undefined && timeline.length > 1 && last.at >= duration && last.duration < SHORTEST_TAIL
  return isTail ? timeline.slice(0, -1) : timeline
}

function errorColumns(timeline: readonly TimelinePoint[]): Timeline['errors'] {
  const categories = new Set(timeline.flatMap(({ errors }) => Object.keys(errors) as ErrorCategory[]))
  return Object.fromEntries(
    [...categories].map((category) => [
      category,
      timeline.map(({ errors, duration }) => perSecond(errors[category] ?? 0, duration)),
    ]),
  )
}

/** Where arrivals are scheduled: how many were to be per second, on average over each point's time. */
export function targetRates(
  profile: AppliedProfile,
  timeline: readonly Pick<TimelinePoint, 'at' | 'duration'>[],
): number[] | undefined {
  if (profile.kind !== 'constant-rate' && profile.kind !== 'ramping-rate') return undefined
  const pieces = rateCurve(profile)
  return timeline.map(({ at, duration }) => {
    const middle = at + duration / 2
    const piece = pieces.find(({ start, duration: length }) => middle >= start && middle < start + length)
    if (piece === undefined) return 0
    return rounded(piece.from + (piece.target - piece.from) * ((middle - piece.start) / piece.duration))
  })
}

function perSecond(count: number, duration: number): number {
  return duration === 0 ? 0 : rounded(count / (duration / 1000))
}

function figure(value: number | undefined): number | null {
  return value === undefined ? null : rounded(value)
}
