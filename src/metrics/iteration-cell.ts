import { Histogram } from '../stats/histogram.ts'
import type { CheckCount } from './counts.ts'
import type { Bounds, Grid } from './grid.ts'
import type { IterationSeries, TrendSeries } from './interval.ts'
import type { IterationSample, ThinkTimeSample } from './sample.ts'

type Counts = { -readonly [K in keyof CheckCount]: CheckCount[K] }

/** Counts the iterations, checks and custom metrics of one scenario × stage in one interval at a time. */
export class IterationCell {
  readonly #name: { readonly scenario: string; readonly stage: string }
  readonly #grid: Grid
  readonly #hand: (bounds: Bounds, series: IterationSeries) => void
  #start = Number.POSITIVE_INFINITY
  #end = Number.NEGATIVE_INFINITY
  #started = 0
  #completed = 0
  #failed = 0
  #interrupted = 0
  #dropped = 0
  readonly #duration = new Histogram()
  // Made on first use: of the open model only.
  #lag: Histogram | undefined
  #cycles = 0
  #thinkTimeLate = 0
  #checks = new Map<string, Counts>()
  readonly #trends = new Map<string, Histogram>()

  constructor(
    name: { readonly scenario: string; readonly stage: string },
    grid: Grid,
    hand: (bounds: Bounds, series: IterationSeries) => void,
  ) {
    this.#name = name
    this.#grid = grid
    this.#hand = hand
  }

  /** `lag`: milliseconds since it was due; `undefined` where nothing was due. */
  start(moment: number, lag?: number): void {
    this.#enter(moment)
    this.#started += 1
    if (lag === undefined) return
    this.#lag ??= new Histogram()
    this.#lag.record(lag)
  }

  drop(moment: number): void {
    this.#enter(moment)
    this.#dropped += 1
  }

  end({ outcome, end, duration }: IterationSample): void {
    this.#enter(end)
    if (outcome === 'completed') this.#completed += 1
    else if (outcome === 'failed') this.#failed += 1
    else this.#interrupted += 1
    // One that was cut has no duration of its own.
    if (outcome !== 'interrupted') this.#duration.record(duration)
  }

  think({ end, cycle, late }: ThinkTimeSample): void {
    this.#enter(end)
    this.#cycles += cycle
    this.#thinkTimeLate += late
  }

  trend(name: string, value: number, moment: number): void {
    this.#enter(moment)
    let values = this.#trends.get(name)
    if (values === undefined) {
      values = new Histogram()
      this.#trends.set(name, values)
    }
    values.record(value)
  }

  check(name: string, passed: boolean, moment: number): void {
    this.#enter(moment)
    const counts = this.#checks.get(name) ?? { name, passed: 0, failed: 0 }
    if (passed) counts.passed += 1
    else counts.failed += 1
    this.#checks.set(name, counts)
  }

  isOverdue(moment: number): boolean {
    return this.#end <= moment
  }

  /** Hands over what it has and begins anew. */
  close(): void {
    if (this.#end === Number.NEGATIVE_INFINITY) return
    this.#hand(
      { start: this.#start, end: this.#end },
      {
        scenario: this.#name.scenario,
        stage: this.#name.stage,
        started: this.#started,
        completed: this.#completed,
        failed: this.#failed,
        interrupted: this.#interrupted,
        dropped: this.#dropped,
        duration: this.#duration.close(),
        lag: this.#lag?.close(),
        cycles: this.#cycles,
        thinkTimeLate: this.#thinkTimeLate,
        checks: [...this.#checks.values()],
        trends: this.#closeTrends(),
      },
    )
    this.#started = 0
    this.#completed = 0
    this.#failed = 0
    this.#interrupted = 0
    this.#dropped = 0
    this.#cycles = 0
    this.#thinkTimeLate = 0
    this.#checks = new Map()
    this.#start = Number.POSITIVE_INFINITY
    this.#end = Number.NEGATIVE_INFINITY
  }

  #closeTrends(): TrendSeries[] {
    return [...this.#trends].flatMap(([name, histogram]) => {
      const values = histogram.close()
      return values === undefined ? [] : [{ name, values }]
    })
  }

  #enter(moment: number): void {
    if (moment >= this.#start && moment < this.#end) return
    this.close()
    const { start, end } = this.#grid.intervalAt(moment)
    this.#start = start
    this.#end = end
  }
}
