import { Histogram } from '../stats/histogram.ts'
import type { ErrorExample, ErrorGroup } from './counts.ts'
import type { ErrorKinds } from './error-kinds.ts'
import type { Bounds, Grid } from './grid.ts'
import type { RequestSeries } from './interval.ts'
import type { RequestSample } from './sample.ts'

interface SeriesName {
  readonly scenario: string
  readonly endpoint: string
  readonly stage: string
}

interface OpenErrorGroup extends Omit<ErrorGroup, 'count' | 'examples'> {
  count: number
  readonly examples: ErrorExample[]
}

/** Counts the requests of one scenario × endpoint × stage in one interval at a time, and hands a series over when a sample leaves it. */
export class RequestCell {
  readonly #name: SeriesName
  readonly #grid: Grid
  readonly #kinds: ErrorKinds
  readonly #hand: (bounds: Bounds, series: RequestSeries) => void
  #start = Number.POSITIVE_INFINITY
  #end = Number.NEGATIVE_INFINITY
  #succeeded = 0
  #failed = 0
  #interrupted = 0
  #sent = 0
  #received = 0
  readonly #latency = new Histogram()
  // Made on first use: many endpoints never fail, and few requests open a connection.
  #failedLatency: Histogram | undefined
  #interruptedAge: Histogram | undefined
  #serviceTime: Histogram | undefined
  #ttfb: Histogram | undefined
  #connect: Histogram | undefined
  #errors: Map<string, OpenErrorGroup> | undefined

  constructor(name: SeriesName, grid: Grid, kinds: ErrorKinds, hand: (bounds: Bounds, series: RequestSeries) => void) {
    this.#name = name
    this.#grid = grid
    this.#kinds = kinds
    this.#hand = hand
  }

  /** The hot path: no allocation, but for a failure. */
  record(sample: RequestSample): void {
    const { end, latency, serviceTime, ttfb, connect } = sample
    if (end < this.#start || end >= this.#end) this.#moveTo(end)
    this.#sent += sample.sent
    this.#received += sample.received
    if (sample.outcome === 'succeeded') {
      this.#succeeded += 1
      this.#latency.record(latency)
    } else this.#recordUnsuccessful(sample)
    if (serviceTime !== undefined) {
      this.#serviceTime ??= new Histogram()
      this.#serviceTime.record(serviceTime)
    }
    if (ttfb !== undefined) {
      this.#ttfb ??= new Histogram()
      this.#ttfb.record(ttfb)
    }
    if (connect !== undefined) {
      this.#connect ??= new Histogram()
      this.#connect.record(connect)
    }
  }

  /** Whether it holds samples of an interval that was over at `moment`. */
  isOverdue(moment: number): boolean {
    return this.#end <= moment && this.#succeeded + this.#failed + this.#interrupted > 0
  }

  /** Hands over what it has and begins anew. */
  close(): void {
    if (this.#succeeded + this.#failed + this.#interrupted === 0) return
    this.#hand(
      { start: this.#start, end: this.#end },
      {
        scenario: this.#name.scenario,
        endpoint: this.#name.endpoint,
        stage: this.#name.stage,
        succeeded: this.#succeeded,
        failed: this.#failed,
        interrupted: this.#interrupted,
        sent: this.#sent,
        received: this.#received,
        latency: this.#latency.close(),
        failedLatency: this.#failedLatency?.close(),
        interruptedAge: this.#interruptedAge?.close(),
        serviceTime: this.#serviceTime?.close(),
        ttfb: this.#ttfb?.close(),
        connect: this.#connect?.close(),
        errors: this.#errors === undefined ? [] : [...this.#errors.values()],
        perSecond: undefined,
      },
    )
    this.#succeeded = 0
    this.#failed = 0
    this.#interrupted = 0
    this.#sent = 0
    this.#received = 0
    this.#errors = undefined
  }

  #moveTo(moment: number): void {
    this.close()
    const { start, end } = this.#grid.intervalAt(moment)
    this.#start = start
    this.#end = end
  }

  #recordUnsuccessful(sample: RequestSample): void {
    if (sample.outcome === 'interrupted') {
      this.#interrupted += 1
      this.#interruptedAge ??= new Histogram()
      this.#interruptedAge.record(sample.latency)
      return
    }
    this.#failed += 1
    // A time-out took at least that long, so it belongs to the latency; other failures would make it look better.
    if (sample.failure?.category === 'timeout') this.#latency.record(sample.latency)
    else {
      this.#failedLatency ??= new Histogram()
      this.#failedLatency.record(sample.latency)
    }
    if (sample.failure !== undefined) this.#recordError(sample)
  }

  #recordError({ failure, end }: RequestSample): void {
    if (failure === undefined) return
    const kind = this.#kinds.admit(this.#name.endpoint, failure)
    this.#errors ??= new Map()
    const known = this.#errors.get(kind.key)
    const example = kind.wantsExample && failure.detail !== undefined ? [{ at: end, detail: failure.detail }] : []
    if (known === undefined) {
      const { message, endpoint } = kind
      this.#errors.set(kind.key, { category: failure.category, message, endpoint, count: 1, examples: example })
      return
    }
    known.count += 1
    known.examples.push(...example)
  }
}
