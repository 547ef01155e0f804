import type { ErrorCategory } from './error-category.ts'

/** Failures of one kind at one endpoint. At most 100 kinds are told apart in a run; the rest is one group per category. */
export interface ErrorGroup {
  readonly category: ErrorCategory
  readonly message: string
  readonly endpoint: string
  readonly count: number
  /** The first few (at most 5), earliest first. */
  readonly examples: readonly ErrorExample[]
}

export interface ErrorExample {
  /** Milliseconds since the start of measuring. */
  readonly at: number
  readonly detail: string
}

export interface CheckCount {
  readonly name: string
  readonly passed: number
  readonly failed: number
}

/** Counts of requests. `total` is the sum of the other three. */
export interface RequestCounts {
  readonly total: number
  readonly succeeded: number
  readonly failed: number
  /** Cut at the end of the run: neither success nor failure. */
  readonly interrupted: number
}

export interface IterationCounts {
  readonly started: number
  readonly completed: number
  readonly failed: number
  readonly interrupted: number
  /** Due in the open model, but never started, because all users were busy. */
  readonly dropped: number
}
