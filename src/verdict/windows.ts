import type { Measurement } from '../metrics/result.ts'
import { ownTimeline } from './own-time.ts'

/** A short piece of a measurement's time. */
export interface Window {
  /** Milliseconds since the start of measuring. */
  readonly start: number
  readonly end: number
  readonly measurement: Measurement
}

/** Milliseconds: long enough for a p95 that means something, short enough to tell when something changed. */
export const WINDOW = 3000

/** All whole windows between two moments: one begins with each step of the time line. */
export function windowsOf(measurement: Measurement, from: number, to: number): readonly Window[] {
  const steps = ownTimeline(measurement).filter(({ at, duration }) => at >= from && at + duration <= to)
  return steps.flatMap(({ at }, index) => {
    const last = steps.findIndex(({ at: other, duration }, place) => place >= index && other + duration - at >= WINDOW)
    const closing = steps[last]
    if (closing === undefined) return []
    const end = closing.at + closing.duration
    return [{ start: at, end, measurement: measurement.between(at, end) }]
  })
}
