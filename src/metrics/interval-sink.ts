import type { Interval } from './interval.ts'
import { addHealth } from './interval-health.ts'
import { mergeIntervals } from './merge.ts'

/** Where sealed intervals go. */
export interface IntervalSink {
  /** The next interval, in the order of time and without a gap; in small steps, all of which must be taken. */
  append(interval: Interval): Iterable<void>
  /** What ended in an interval that was appended before, in an interval of the same time. */
  addLate(late: Interval): void
  /** Called when all was handed over that there is by now; in small steps, all of which must be taken. */
  settle(): Iterable<void>
}

/** An interval with what came late for it: the same generator's, so its health adds up. */
export function withLate(interval: Interval, late: Interval): Interval {
  const health = addHealth([interval, late].flatMap((part) => part.health ?? []))
  return { ...mergeIntervals([interval, late]), health }
}
