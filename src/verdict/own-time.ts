import type { Measurement, TimelinePoint } from '../metrics/result.ts'

/** The steps of a measurement's own time: without what a whole run saw after its planned end. */
export function ownTimeline({ timeline, duration }: Pick<Measurement, 'timeline' | 'duration'>): readonly TimelinePoint[] {
  let time = 0
  return timeline.filter((point) => {
    const isOwn = time < duration
    time += point.duration
    return isOwn
  })
}
