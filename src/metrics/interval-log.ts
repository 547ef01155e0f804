import { type Interval, requestDistributions } from './interval.ts'
import { type IntervalSink, withLate } from './interval-sink.ts'
import { mergingIntervals } from './merge.ts'
import { START_SCENARIO } from './sample.ts'

export interface IntervalLimits {
  /** How many intervals are kept before neighbours are merged. */
  readonly intervals: number
  /** Their size in bytes, as encoded. */
  readonly bytes: number
}

export interface IntervalLogOptions {
  /** Moments on whose two sides no interval may lie. */
  readonly cuts: readonly number[]
  readonly limits?: IntervalLimits
  /** Gets each interval as it is before it is merged with others; what comes late, in another one of the same time. */
  readonly onInterval?: (interval: Interval) => void
}

const DEFAULT_LIMITS: IntervalLimits = { intervals: 1200, bytes: 16 * 1024 * 1024 }

/**
 * The closed intervals of a run, in order and without a gap. Past its limits it merges neighbours that lie on one side of every cut, first
 * to 2 s, then to 4 s and so on, so that its memory is bounded however long a run is.
 */
export class IntervalLog implements IntervalSink {
  readonly #cuts: readonly number[]
  readonly #limits: IntervalLimits
  readonly #onInterval: ((interval: Interval) => void) | undefined
  #intervals: Interval[] = []
  #latest: Interval | undefined
  #requests = 0
  #failed = 0
  #bytes = 0
  /** Seconds that an interval may span. */
  #span = 1

  constructor({ cuts, limits = DEFAULT_LIMITS, onInterval }: IntervalLogOptions) {
    this.#cuts = cuts
    this.#limits = limits
    this.#onInterval = onInterval
  }

  get intervals(): readonly Interval[] {
    return this.#intervals
  }

  /** The interval that was sealed last, as it was before it was merged with others. */
  get latest(): Interval | undefined {
    return this.#latest
  }

  /** How many requests are in the sealed intervals, without those of `start` and `stop`. */
  get counts(): { readonly requests: number; readonly failed: number } {
    return { requests: this.#requests, failed: this.#failed }
  }

  *append(interval: Interval): Generator<void> {
    this.#latest = interval
    this.#note(interval)
    const last = this.#intervals.at(-1)
    if (last === undefined || this.#span === 1 || !this.#belongTogether(last, interval)) {
      this.#intervals.push(interval)
      this.#bytes += encodedBytes(interval)
      return
    }
    const merged = yield* mergingIntervals([last, interval])
    this.#intervals[this.#intervals.length - 1] = merged
    this.#bytes += encodedBytes(merged) - encodedBytes(last)
  }

  /** Added to whatever interval holds its time now. */
  addLate(late: Interval): void {
    const index = this.#intervals.findIndex((interval) => interval.end > late.start)
    const interval = this.#intervals[index]
    if (interval === undefined) return
    this.#note(late)
    const merged = withLate(interval, late)
    this.#bytes += encodedBytes(merged) - encodedBytes(interval)
    this.#intervals[index] = merged
  }

  /** Merges neighbours where there are too many intervals. */
  *settle(): Generator<void> {
    while (this.#intervals.length > this.#limits.intervals || this.#bytes > this.#limits.bytes) {
      if (!(yield* this.#coarsen())) return
    }
  }

  /** Ends the last interval at the moment when all was over; one that begins there and is empty is dropped. */
  endAt(end: number): void {
    const last = this.#intervals.pop()
    if (last === undefined) return
    const isEmpty = last.requests.length === 0 && last.iterations.length === 0
    if (last.start < end || !isEmpty) this.#intervals.push({ ...last, end: Math.max(last.start, Math.min(last.end, end)) })
  }

  #note(interval: Interval): void {
    for (const { scenario, succeeded, failed, interrupted } of interval.requests) {
      if (scenario === START_SCENARIO) continue
      this.#requests += succeeded + failed + interrupted
      this.#failed += failed
    }
    this.#onInterval?.(interval)
  }

  /** Doubles the span of intervals; false where nothing could be merged any more. */
  *#coarsen(): Generator<void, boolean> {
    const before = this.#intervals.length
    this.#span *= 2
    const coarse: Interval[] = []
    for (const interval of this.#intervals) {
      const last = coarse.at(-1)
      if (last !== undefined && this.#belongTogether(last, interval))
        coarse[coarse.length - 1] = yield* mergingIntervals([last, interval])
      else coarse.push(interval)
      yield
    }
    this.#intervals = coarse
    this.#bytes = coarse.reduce((total, interval) => total + encodedBytes(interval), 0)
    return coarse.length < before
  }

  #belongTogether(a: Interval, b: Interval): boolean {
    const span = this.#span * 1000
    return (
      Math.floor(a.start / span) === Math.floor((b.end - 1e-6) / span) &&
      !this.#cuts.some((cut) => cut > a.start && cut <= b.start)
    )
  }
}

// What a series and a distribution take beside their cells, roughly.
const SERIES_BYTES = 120
const DISTRIBUTION_BYTES = 60

function encodedBytes({ requests, iterations, health }: Interval): number {
  let bytes = health === undefined ? 0 : SERIES_BYTES + (health.loopDelay?.cells.length ?? 0)
  for (const series of requests) {
    bytes += SERIES_BYTES + (series.perSecond?.length ?? 0) * 5 + series.errors.length * SERIES_BYTES
    for (const name of requestDistributions) {
      const distribution = series[name]
      if (distribution !== undefined) bytes += DISTRIBUTION_BYTES + distribution.cells.length
    }
  }
  for (const { duration, lag, trends } of iterations) {
    bytes += SERIES_BYTES + (duration?.cells.length ?? 0) + (lag?.cells.length ?? 0)
    for (const { values } of trends) bytes += DISTRIBUTION_BYTES + values.cells.length
  }
  return bytes
}
