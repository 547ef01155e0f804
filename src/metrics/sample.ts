import type { ErrorCategory } from './error-category.ts'

/** The scenario under which is counted what `start` and `stop` send: beside the totals. */
export const START_SCENARIO = '(start)'

/** Why one request or iteration failed. */
export interface Failure {
  readonly category: ErrorCategory
  /** Groups failures: without ids, times or other text that differs from request to request. */
  readonly message: string
  /** The one case: a stack, the start of a body, an address. Kept for the first few of a kind only. */
  readonly detail?: string
}

/**
 * One request, measured. Times are in milliseconds; `undefined` is a time that doesn't exist, because the request never came so far.
 * The hot path writes these, so it is one flat object.
 */
export interface RequestSample {
  readonly endpoint: string
  readonly outcome: 'succeeded' | 'failed' | 'interrupted'
  /** When it ended, on the run's time line (0 is the start of measuring, warm-up is below 0). */
  readonly end: number
  /** For an interrupted request: its age when it was cut. */
  readonly latency: number
  readonly serviceTime: number | undefined
  readonly ttfb: number | undefined
  /** Only where this request opened a connection. */
  readonly connect: number | undefined
  /** Bytes. */
  readonly sent: number
  /** Bytes. */
  readonly received: number
  readonly failure: Failure | undefined
}

/** The end of one iteration. */
export interface IterationSample {
  readonly outcome: 'completed' | 'failed' | 'interrupted'
  readonly end: number
  /** Think time left out. */
  readonly duration: number
}

/** One rest between two iterations, taken to its end. Milliseconds. */
export interface ThinkTimeSample {
  readonly end: number
  /** How long the iteration before it and the rest were to take. */
  readonly cycle: number
  /** How much longer the rest took. */
  readonly late: number
}
