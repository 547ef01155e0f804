import type { AppliedProfile, LoadModel } from '../profile/profile.ts'
import type { RunSpan } from '../profile/timeline.ts'
import type { Distribution } from '../stats/histogram.ts'
import type { ErrorCategory } from './error-category.ts'

/** How far a run is; sent about once a second. */
export interface Progress {
  readonly phase: 'warm-up' | 'running' | 'stopping'
  /** Milliseconds since the start of measuring; below 0 in the warm-up. */
  readonly elapsed: number
  /** Milliseconds; `undefined` where the profile counts iterations instead. */
  readonly planned: number | undefined
  readonly stage: string
  readonly vus: number
  readonly requests: number
  readonly failed: number
  /** Successful requests per second, in the last whole second or so. */
  readonly throughput: number
  /** Milliseconds, in the same time; `undefined` without a success. */
  readonly p95: number | undefined
  readonly run: RunningLoad
  /** What was closed last; `undefined` before the first interval is over. */
  readonly latest: LatestInterval | undefined
}

/** What runs. */
export interface RunningLoad {
  readonly name: string
  readonly model: LoadModel
  readonly profile: AppliedProfile
  /** Those that have a name. */
  readonly stages: readonly RunSpan[]
}

/** An interval, as a time line that grows shows it. What comes late is in the result alone. */
export interface LatestInterval {
  readonly start: number
  readonly end: number
  readonly vus: number
  readonly succeeded: number
  readonly failed: number
  readonly latency: Distribution | undefined
  readonly errors: Readonly<Partial<Record<ErrorCategory, number>>>
}
