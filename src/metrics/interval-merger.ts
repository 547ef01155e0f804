import type { Grid } from './grid.ts'
import type { Interval } from './interval.ts'
import { type IntervalSink, withLate } from './interval-sink.ts'
import { mergeIntervals } from './merge.ts'

/** Merges the intervals of several recorders of one grid: those of one time, as soon as all recorders have passed it. */
export class IntervalMerger {
  readonly #grid: Grid
  readonly #sink: IntervalSink
  /** Of each time, by its start, what each source has sent. */
  readonly #pending = new Map<number, Map<number, Interval>>()
  /** Up to where each source has handed over all that there was. */
  readonly #passed: number[]
  #sealedTo = 0

  /** `sources` are numbered from 0. */
  constructor(grid: Grid, sources: number, sink: IntervalSink) {
    this.#grid = grid
    this.#sink = sink
    this.#passed = new Array<number>(sources).fill(Number.NEGATIVE_INFINITY)
  }

  /** Up to where all sources have come. */
  get passed(): number {
    return Math.min(...this.#passed)
  }

  add(source: number, interval: Interval): void {
    const parts = this.#pending.get(interval.start)
    if (parts === undefined) this.#pending.set(interval.start, new Map([[source, interval]]))
    else parts.set(source, interval)
  }

  /** What ended in an interval that the source had sent before. */
  addLate(source: number, late: Interval): void {
    if (late.end <= this.#sealedTo) {
      this.#sink.addLate(late)
      return
    }
    const known = this.#pending.get(late.start)?.get(source)
    this.add(source, known === undefined ? late : withLate(known, late))
  }

  /** A source has come to a moment: to `Infinity` when it has ended. */
  pass(source: number, moment: number): void {
    this.#passed[source] = moment
    if (this.passed < Number.POSITIVE_INFINITY) this.seal(this.passed)
  }

  /** Hands on the intervals that ended by `until`, also empty ones, whoever has come there. */
  seal(until: number): void {
    for (const bounds of this.#grid.intervalsFrom(this.#sealedTo, until)) {
      const parts = [...(this.#pending.get(bounds.start) ?? [])].sort(([one], [other]) => one - other)
      this.#pending.delete(bounds.start)
      this.#sealedTo = bounds.end
      const [first, ...others] = parts.map(([, interval]) => interval)
      take(this.#sink.append(first === undefined ? { ...bounds, ...nothing } : mergeIntervals([first, ...others])))
    }
    take(this.#sink.settle())
  }
}

const nothing = { vus: 0, requests: [], iterations: [], health: undefined }

function take(steps: Iterable<void>): void {
  for (const _ of steps);
}
