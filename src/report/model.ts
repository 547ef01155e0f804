import type { ErrorCategory } from '../metrics/error-category.ts'
import type { Standing } from './standing.ts'

/**
 * What a page shows of a run: JSON-safe, and no more than the page needs. Times in milliseconds, rates per second, sizes in bytes, shares
 * between 0 and 1. Text that came from a server or a user is well-formed, shows its control characters and is cut where it is endless; it
 * is not escaped for HTML.
 */
export interface Report {
  /** ISO 8601, UTC. */
  readonly createdAt: string
  /** Whether more is to come: the live page's report. */
  readonly isLive: boolean
  readonly tests: readonly TestReport[]
}

/** A test that loaded, or was to. */
export interface TestReport {
  /** Unlike that of any other test in the report. */
  readonly id: string
  readonly name: string
  /** `skipped` is a test that was cancelled; its results are of the part that ran. */
  readonly state: 'running' | 'passed' | 'failed' | 'skipped'
  readonly standing: Standing | 'running' | 'skipped'
  readonly limits: readonly LimitReport[]
  readonly results: readonly ResultReport[]
  /** Absent where there are none. */
  readonly studies?: readonly StudyReport[]
  readonly ladders: readonly LadderReport[]
  readonly captures: readonly CaptureReport[]
}

/** A benchmark, or a search for a capacity, as a table of figures that are text already. */
export interface StudyReport {
  readonly kind: 'benchmark' | 'capacity'
  readonly name: string
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly outcome: EndReport
  /** In one line. */
  readonly summary: string
  /** The first of them is that of names. */
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly warnings: readonly string[]
  /** Of a capacity. */
  readonly curve?: LoadCurve
}

/** How a target did at each load, ascending. */
export interface LoadCurve {
  readonly unit: 'rate' | 'vus'
  readonly offered: readonly number[]
  /** Successes per second. */
  readonly achieved: readonly (number | null)[]
  readonly p95: readonly (number | null)[]
  /** The p95 that was allowed. */
  readonly limit?: number
  /** Where the limit of the target is. */
  readonly capacity?: number
}

/** A recording of the server that was kept because a limit was broken: the name of its file beside the report, or why there is none. */
export type CaptureReport =
  | { readonly title: string; readonly file: string }
  | { readonly title: string; readonly problem: string }

/** How a load went from level to level, as text. */
export interface LadderReport {
  readonly name: string
  /** Of the figures. */
  readonly titles: readonly string[]
  readonly levels: readonly { readonly name: string; readonly figures: readonly string[] }[]
}

/** A limit, and how it came out. */
export interface LimitReport {
  /** Such as `toHaveP95Below`. */
  readonly matcher: string
  readonly standing: Standing
  /** The sentence why; of several metrics, a line each. */
  readonly message: string
  readonly warning?: string
}

/** How something ended; `at` in milliseconds since it began. */
export type EndReport =
  | { readonly state: 'completed' }
  | { readonly state: 'aborted'; readonly reason: string; readonly at: number }

/** What one load measured. */
export interface ResultReport {
  readonly name: string
  /** ISO 8601, UTC; empty where nobody wrote it down. */
  readonly startedAt: string
  readonly duration: number
  /** While it runs: how long it is to take; absent where its profile counts iterations. */
  readonly planned?: number
  readonly outcome: EndReport | { readonly state: 'running' }
  readonly model: 'open' | 'closed' | 'mixed'
  /** In one line. */
  readonly profile: string
  readonly total: Figures
  readonly endpoints: readonly NamedFigures[]
  readonly scenarios: readonly NamedFigures[]
  readonly stages: readonly NamedFigures[]
  readonly iterations: {
    readonly completed: number
    readonly failed: number
    readonly interrupted: number
    readonly dropped: number
  }
  readonly bytes: { readonly sent: number; readonly received: number }
  readonly timeline: Timeline
  readonly spans: readonly Span[]
  readonly events: readonly EventMark[]
  readonly distribution: Distributions
  readonly errors: readonly ErrorReport[]
  readonly checks: readonly { readonly name: string; readonly passed: number; readonly failed: number }[]
  readonly warnings: readonly { readonly code: string; readonly message: string }[]
  readonly findings: readonly FindingReport[]
  /** How the generator did. */
  readonly health: readonly Fact[]
  readonly environment: readonly Fact[]
  readonly resources: readonly ResourceSeries[]
  /** An earlier run, to be drawn behind this one. */
  readonly baseline?: BaselineReport
  /** How it went from run to run; absent where no history is kept. */
  readonly history?: HistoryReport
}

/** The figures of a row. One that doesn't exist is absent. */
export interface Figures {
  readonly requests: number
  readonly failed: number
  readonly interrupted: number
  /** Successes per second: the mean, and the best second. */
  readonly rate?: number
  readonly peak?: number
  /** Values that the percentiles are of: successes and time-outs. */
  readonly count: number
  /** Time-outs among them: the slowest, each a lower bound. */
  readonly timeouts: number
  readonly mean?: number
  readonly p50?: number
  readonly p90?: number
  readonly p95?: number
  readonly p99?: number
  readonly max?: number
}

export interface NamedFigures extends Figures {
  readonly name: string
}

/** A point in each column belongs to the moment of the same place in `at`, the start of its interval. `null`: no figure. */
export interface Timeline {
  /** Milliseconds since the start of measuring. */
  readonly at: readonly number[]
  /** When the last interval ended. */
  readonly end: number
  /** Users that were active. */
  readonly vus: readonly number[]
  /** Of an open profile: iterations that were to start per second. */
  readonly target?: readonly number[]
  /** Successes per second. */
  readonly throughput: readonly number[]
  /** Failures per second. */
  readonly failed: readonly number[]
  readonly p50: readonly (number | null)[]
  readonly p95: readonly (number | null)[]
  readonly p99: readonly (number | null)[]
  /** Failures per second, of the categories that there were. */
  readonly errors: { readonly [Category in ErrorCategory]?: readonly number[] }
}

/** A named piece of time. */
export interface Span {
  readonly name: string
  readonly start: number
  readonly end: number
}

/** Something that happened at a moment, such as a server's restart. */
export interface EventMark {
  readonly at: number
  readonly name: string
}

export interface Distributions {
  readonly latency: PercentileCurve
  /** Without waiting in the generator; absent where nobody measured it. */
  readonly serviceTime?: PercentileCurve
  readonly histogram: HistogramBins
}

/** Percentiles from 0 towards 100 with their times, as far as the number of values carries. */
export interface PercentileCurve {
  readonly percents: readonly number[]
  readonly times: readonly number[]
}

/** Bins of equal ratio: bin i holds `counts[i]` values above `from × ratio^i`, up to and including `from × ratio^(i + 1)`. */
export interface HistogramBins {
  readonly from: number
  readonly ratio: number
  readonly counts: readonly number[]
}

export interface ErrorReport {
  readonly category: ErrorCategory
  readonly endpoint: string
  readonly message: string
  readonly count: number
  readonly examples: readonly { readonly at: number; readonly detail: string }[]
}

/** What the analysis found, and what to do about it. */
export interface FindingReport {
  readonly code: string
  readonly severity: 'critical' | 'warning' | 'info'
  readonly message: string
  readonly recommendation: string
}

/** A line of a list of facts. */
export interface Fact {
  readonly name: string
  readonly value: string
}

/** How a resource or a metric of the server went. Series of one `name` and `unit` share a chart. */
export interface ResourceSeries {
  /** Whose it is: `server`, `machine` or the name of a probe. */
  readonly source: string
  readonly name: string
  readonly unit: 'share' | 'bytes' | 'milliseconds' | 'per second' | 'count'
  readonly at: readonly number[]
  readonly values: readonly (number | null)[]
}

/** Runs under the same conditions as this one, which is the last. */
export interface HistoryReport {
  /** A point in each column belongs to the run of the same place. ISO 8601, UTC. */
  readonly startedAt: readonly string[]
  readonly p95: readonly (number | null)[]
  /** Share of requests that failed. */
  readonly errors: readonly (number | null)[]
  /** Requests per second. */
  readonly rate: readonly (number | null)[]
  readonly changes: readonly ChangeReport[]
  /** Earlier runs under other conditions, which are left out. */
  readonly others: number
}

/** Where a metric went to another level. */
export interface ChangeReport {
  readonly metric: 'p95' | 'errors' | 'rate'
  /** The place of the first run of the new level. */
  readonly run: number
  /** `p95 120 ms → 150 ms (+25 %)`. */
  readonly sentence: string
}

export interface BaselineReport {
  /** Such as `baseline of 2026-03-14`. */
  readonly name: string
  readonly total: Pick<Figures, 'rate' | 'mean' | 'p50' | 'p90' | 'p95' | 'p99' | 'max'>
  readonly timeline: Pick<Timeline, 'at' | 'end' | 'throughput' | 'p95'>
  readonly latency: PercentileCurve
}
