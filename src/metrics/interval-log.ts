import type { Bounds, Grid } from './grid.ts'
import { type Interval, type IterationSeries, type RequestSeries, requestDistributions } from './interval.ts'
import { addHealth, type IntervalHealth } from './interval-health.ts'
import { mergeIntervals, mergingIntervals, seriesKey } from './merge.ts'
import { START_SCENARIO } from './sample.ts'

export interface IntervalLimits {
  /** How many intervals are kept before neighbours are merged. */
  readonly intervals: number
  /** Their size in bytes, as encoded. */
  readonly bytes: number
}

const DEFAULT_LIMITS: IntervalLimits = { intervals: 1200, bytes: 16 * 1024 * 1024 }

interface Draft {
  readonly bounds: Bounds
  readonly requests: RequestSeries[]
  readonly iterations: IterationSeries[]
  readonly health: IntervalHealth[]
}

/**
 * The closed intervals of a run, in order and without a gap. Past its limits it merges neighbours that lie on one side of every cut, first
 * to 2 s, then to 4 s and so on, so that its memory is bounded however long a run is.
 */
export class IntervalLog {
  readonly #grid: Grid
  readonly #cuts: readonly number[]
  readonly #limits: IntervalLimits
  readonly #onInterval: ((interval: Interval) => void) | undefined
  readonly #drafts = new Map<number, Draft>()
  readonly #vus = new Map<number, { readonly most: number; readonly last: number }>()
  #sealedVus = 0
  #intervals: Interval[] = []
  #latest: Interval | undefined
  #requests = 0
  #failed = 0
  #bytes = 0
  #sealedTo = 0
  /** Seconds that an interval may span. */
  #span = 1

  constructor(
    grid: Grid,
    cuts: readonly number[],
    limits: IntervalLimits = DEFAULT_LIMITS,
    onInterval?: (interval: Interval) => void,
  ) {
    this.#grid = grid
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

  addRequests(bounds: Bounds, series: RequestSeries): void {
    this.#draft(bounds).requests.push(series)
  }

  addIterations(bounds: Bounds, series: IterationSeries): void {
    this.#draft(bounds).iterations.push(series)
  }

  addHealth(bounds: Bounds, health: IntervalHealth): void {
    this.#draft(bounds).health.push(health)
  }

  /** Notes how many users are active from a moment on. */
  setVus(vus: number, moment: number): void {
    const { start } = this.#grid.intervalAt(moment)
    this.#vus.set(start, { most: Math.max(vus, this.#vus.get(start)?.most ?? 0), last: vus })
  }

  /** Seals the intervals that ended by `until`, also empty ones, and merges where there are too many; in small steps, all of which must be taken. */
  *seal(until: number): Generator<void> {
    for (const bounds of this.#grid.intervalsFrom(this.#sealedTo, until)) {
      const draft = this.#drafts.get(bounds.start)
      this.#drafts.delete(bounds.start)
      this.#sealedTo = bounds.end
      yield* this.#append({
        ...bounds,
        vus: this.#takeVus(bounds.start),
        requests: draft?.requests ?? [],
        iterations: draft?.iterations ?? [],
        health: addHealth(draft?.health ?? []),
      })
      yield
    }
    for (const draft of this.#drafts.values()) if (draft.bounds.end <= this.#sealedTo) this.#addLate(draft)
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

  #draft(bounds: Bounds): Draft {
    let draft = this.#drafts.get(bounds.start)
    if (draft === undefined) {
      draft = { bounds, requests: [], iterations: [], health: [] }
      this.#drafts.set(bounds.start, draft)
    }
    return draft
  }

  /** The most users in an interval: those that were there at its start, or came in it. */
  #takeVus(start: number): number {
    const before = this.#sealedVus
    const { most, last } = this.#vus.get(start) ?? { most: before, last: before }
    this.#vus.delete(start)
    this.#sealedVus = last
    return Math.max(before, most)
  }

  *#append(interval: Interval): Generator<void> {
    const tidy = hasDuplicates(interval) ? mergeIntervals([interval]) : interval
    this.#latest = tidy
    this.#count(tidy)
    this.#onInterval?.(tidy)
    const last = this.#intervals.at(-1)
    if (last === undefined || this.#span === 1 || !this.#belongTogether(last, tidy)) {
      this.#intervals.push(tidy)
      this.#bytes += encodedBytes(tidy)
      return
    }
    const merged = yield* mergingIntervals([last, tidy])
    this.#intervals[this.#intervals.length - 1] = merged
    this.#bytes += encodedBytes(merged) - encodedBytes(last)
  }

  /** A sample that came after its interval was sealed is added to whatever interval holds its time now. */
  #addLate(draft: Draft): void {
    this.#drafts.delete(draft.bounds.start)
    const index = this.#intervals.findIndex((interval) => interval.end > draft.bounds.start)
    const interval = this.#intervals[index]
    if (interval === undefined) return
    const late = { ...draft.bounds, vus: 0, requests: draft.requests, iterations: draft.iterations, health: undefined }
    this.#count(late)
    this.#onInterval?.(late)
    const health = addHealth([...(interval.health === undefined ? [] : [interval.health]), ...draft.health])
    const merged = { ...mergeIntervals([interval, late]), health }
    this.#bytes += encodedBytes(merged) - encodedBytes(interval)
    this.#intervals[index] = merged
  }

  #count({ requests }: Interval): void {
    for (const { scenario, succeeded, failed, interrupted } of requests) {
      if (scenario === START_SCENARIO) continue
      this.#requests += succeeded + failed + interrupted
      this.#failed += failed
    }
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

function hasDuplicates({ requests, iterations }: Interval): boolean {
  return new Set(requests.map(seriesKey)).size < requests.length || new Set(iterations.map(seriesKey)).size < iterations.length
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
