import type { Bounds, Grid } from './grid.ts'
import type { Interval, IterationSeries, RequestSeries } from './interval.ts'
import { addHealth, type IntervalHealth } from './interval-health.ts'
import type { IntervalSink } from './interval-sink.ts'
import { mergeIntervals, seriesKey } from './merge.ts'

interface Draft {
  readonly bounds: Bounds
  readonly requests: RequestSeries[]
  readonly iterations: IterationSeries[]
  readonly health: IntervalHealth[]
}

/** The intervals of a recorder that are not sealed yet, by their bounds. Sealed ones go to a sink, in order and without a gap. */
export class IntervalDrafts {
  readonly #grid: Grid
  readonly #sink: IntervalSink
  readonly #drafts = new Map<number, Draft>()
  readonly #vus = new Map<number, { readonly most: number; readonly last: number }>()
  #sealedVus = 0
  #sealedTo = 0

  constructor(grid: Grid, sink: IntervalSink) {
    this.#grid = grid
    this.#sink = sink
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

  /** Seals the intervals that ended by `until`, also empty ones; in small steps, all of which must be taken. */
  *seal(until: number): Generator<void> {
    for (const bounds of this.#grid.intervalsFrom(this.#sealedTo, until)) {
      const draft = this.#drafts.get(bounds.start)
      this.#drafts.delete(bounds.start)
      this.#sealedTo = bounds.end
      yield* this.#sink.append(
        tidy({
          ...bounds,
          vus: this.#takeVus(bounds.start),
          requests: draft?.requests ?? [],
          iterations: draft?.iterations ?? [],
          health: addHealth(draft?.health ?? []),
        }),
      )
      yield
    }
    for (const draft of this.#drafts.values()) if (draft.bounds.end <= this.#sealedTo) this.#handLate(draft)
    yield* this.#sink.settle()
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

  #handLate({ bounds, requests, iterations, health }: Draft): void {
    this.#drafts.delete(bounds.start)
    this.#sink.addLate({ ...bounds, vus: 0, requests, iterations, health: addHealth(health) })
  }
}

/** A series that was handed over twice, because its time went back and forth, becomes one. */
function tidy(interval: Interval): Interval {
  return hasDuplicates(interval) ? mergeIntervals([interval]) : interval
}

function hasDuplicates({ requests, iterations }: Interval): boolean {
  return new Set(requests.map(seriesKey)).size < requests.length || new Set(iterations.map(seriesKey)).size < iterations.length
}
