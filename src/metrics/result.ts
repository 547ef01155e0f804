import type { Duration } from '../core/units.ts'
import type { AppliedProfile, LoadModel } from '../profile/profile.ts'
import type { LatencySummary } from '../stats/summary.ts'
import type { CheckCount, ErrorGroup, IterationCounts, RequestCounts } from './counts.ts'
import type { Environment } from './environment.ts'
import type { ErrorCategory } from './error-category.ts'
import type { Finding } from './finding.ts'
import type { GeneratorHealth } from './generator-health.ts'
import type { Outcome, Warning } from './outcome.ts'
import type { Resources } from './resources.ts'
import type { StoredResult } from './stored-result.ts'
import type { TimelineEvent } from './timeline-event.ts'

/** The whole run, or a slice of it: "GET /orders/:id in peak". Times in milliseconds, rates per second, sizes in bytes. */
export interface Measurement {
  /** What was measured, as it is named in a sentence. */
  readonly name: string
  /** What its requests are, where they are iterations of a benchmark. */
  readonly countedAs?: 'iteration'
  /** Of the whole run: a slice of an aborted run proves no more than the run. */
  readonly outcome: Outcome
  /** `LOAD_SCALE` of the run. */
  readonly scale: number
  /** The slice's own time in milliseconds; requests may end after it. */
  readonly duration: number
  readonly requests: RequestCounts
  /** Successful requests that ended inside the slice's own time, per second. `undefined` where that time is 0. */
  readonly throughput: { readonly mean: number | undefined; readonly peak: number | undefined }
  /** Successes, and time-outs at the time they were given up. */
  readonly latency: LatencySummary
  /** All other failures, so that an endpoint that fails fast never looks fast. */
  readonly failedLatency: LatencySummary
  /** How old interrupted requests were when they were cut: each would have taken longer than that. */
  readonly interruptedAge: LatencySummary
  readonly serviceTime: LatencySummary
  readonly ttfb: LatencySummary
  readonly connect: LatencySummary
  readonly iterations: IterationCounts
  readonly iterationDuration: LatencySummary
  readonly bytes: { readonly sent: number; readonly received: number }
  readonly errors: readonly ErrorGroup[]
  readonly checks: readonly CheckCount[]
  /** The names of custom metrics, as `record` was given them. */
  readonly trends: readonly string[]
  /** How the generator did in the slice's own seconds; of several threads, the worst. */
  readonly health: GeneratorHealth
  /** The slice's own time, step by step. */
  readonly timeline: readonly TimelinePoint[]
  /** What the machine, the server and the generator did in the slice's own seconds. */
  readonly resources: Resources
  /** What was done while the whole run was on, in its order. */
  readonly events: readonly TimelineEvent[]
  /** The values of a custom metric, in its own unit. */
  trend(name: string): LatencySummary
  scenario(name: string): Measurement
  endpoint(name: string): Measurement
  stage(name: string): Measurement
  /** The part between two moments since the start of measuring, snapped outwards to whole intervals; its `name` says the real bounds. */
  between(from: Duration, to: Duration): Measurement
}

/** One step of the time line: an interval of a second, or of 2, 4, … in very long runs. */
export interface TimelinePoint {
  /** Milliseconds since the start of measuring. */
  readonly at: number
  readonly duration: number
  /** The stage that the moment lies in; empty where a profile has none. Of scenarios side by side, the stages of all, joined by `, `. */
  readonly stage: string
  /** Users that were active. */
  readonly vus: number
  readonly requests: RequestCounts
  /** Successful requests per second. */
  readonly throughput: number
  readonly p50: number | undefined
  readonly p95: number | undefined
  readonly p99: number | undefined
  readonly errors: Readonly<Partial<Record<ErrorCategory, number>>>
}

export interface LoadResult extends Measurement {
  readonly schemaVersion: 1
  /** ISO 8601, UTC. */
  readonly startedAt: string
  /** `'mixed'` where `loadAll` had profiles of both. */
  readonly model: LoadModel
  /** As it was run: scaled and overridden. */
  readonly profile: AppliedProfile
  readonly seed: number
  readonly environment: Environment
  readonly scenarios: readonly string[]
  readonly endpoints: readonly string[]
  readonly stages: readonly string[]
  readonly warnings: readonly Warning[]
  /** What the figures say in plain words, the gravest first. */
  readonly findings: readonly Finding[]
  /** Scales a count for an assertion: `result.scaled(50)` is 5 at a scale of 0.1; at least 1. */
  scaled(count: number): number
  /** The result as stored: all intervals, JSON-safe. `parseResult` gives the same result back. */
  toJSON(): StoredResult
}
