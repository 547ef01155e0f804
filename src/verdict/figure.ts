import type { Measurement } from '../metrics/result.ts'
import type { Limit, Show } from './limit.ts'

/** One figure of a measurement, ready to be held against a limit. */
export type Figure = KnownFigure | MissingFigure

export interface KnownFigure {
  readonly kind: 'known'
  readonly measurement: Measurement
  /** Goes before "was": `p95`, `error rate`. */
  readonly name: string
  readonly value: number
  /** On which side of a limit the target is good. */
  readonly better: 'lower' | 'higher'
  /** Whether an unfit generator can make it look better than it is, as what it asks less of uses less. */
  readonly flatters?: true
  /** Why a better generator might have met a limit that was missed, and what to do; `undefined` where it surely would not. */
  readonly excuse?: (limit: Limit) => string | undefined
  /**
   * Present where the true value may be higher, because of requests that were not waited for to the end. Time-outs are the user's own
   * choice and may be all of them, so with them nothing below an upper limit is proven; interrupted requests are the few of a run's end.
   */
  readonly lowerBound?: 'time-outs' | 'interruptions'
  readonly show: Show
  /** What a reader must know of the figure: `12,040 requests`, `3 failed`. */
  readonly notes: readonly string[]
  /** Why it is not reliable. */
  readonly warning?: string
}

/** There is nothing to judge: inconclusive. */
export interface MissingFigure {
  readonly kind: 'missing'
  /** Says what is missing, why, and what to do. */
  readonly message: string
}
