import type { Interval } from '../../metrics/interval.ts'
import type { IntervalSink } from '../../metrics/interval-sink.ts'
import type { Batch } from './thread-task.ts'

/** Keeps sealed intervals until they are sent. */
export class Outbox implements IntervalSink {
  #intervals: Interval[] = []
  #late: Interval[] = []

  append(interval: Interval): Iterable<void> {
    this.#intervals.push(interval)
    return []
  }

  addLate(late: Interval): void {
    this.#late.push(late)
  }

  settle(): Iterable<void> {
    return []
  }

  /** What came since the last time. */
  take(): Batch {
    const batch = { intervals: this.#intervals, late: this.#late }
    this.#intervals = []
    this.#late = []
    return batch
  }
}
