import type { StoredDistribution } from '../metrics/stored-result.ts'
import type { AppliedProfile } from '../profile/profile.ts'

export const BASELINE_KIND = 'vitest-load test baseline'
export const BASELINE_VERSION = 1

/** So many runs are kept. */
export const MOST_RUNS = 10
/** So many blocks of time are kept. */
export const MOST_BLOCKS = 60

/** What a test's load is compared with: kept under version control, one for each environment. JSON-safe. */
export interface Baseline {
  readonly kind: typeof BASELINE_KIND
  readonly version: typeof BASELINE_VERSION
  /** The test's full name. */
  readonly test: string
  /** What tells it from other baselines of the file: the test's name, the name that was given, and a number where one is needed. */
  readonly name: string
  /** What the result was called; absent where that is `name`. */
  readonly result?: string
  /** As it was run. Runs of other profiles are not comparable. */
  readonly profile: AppliedProfile
  readonly environment: BaselineEnvironment
  /** The newest first, at most 10. */
  readonly runs: readonly [BaselineRun, ...BaselineRun[]]
  /** The newest run's time in at most 60 pieces, in order and without gaps. */
  readonly blocks: readonly BaselineBlock[]
}

/** Where a baseline was measured: the generator's machine, and what the target says of itself. */
export interface BaselineEnvironment {
  readonly cpu: string
  readonly cores: number
  readonly os: string
  readonly arch: string
  /** Of Node.js, without the v. */
  readonly node: string
  /** Absent where the target doesn't tell. */
  readonly target?: string
}

/** One run's figures. */
export interface BaselineRun {
  /** When it started: ISO 8601, UTC. */
  readonly time: string
  readonly seed: number
  /** Milliseconds. */
  readonly duration: number
  readonly whole: BaselineFigures
  /** In the order of their names. */
  readonly endpoints: readonly NamedFigures[]
  /** In the profile's order. */
  readonly stages: readonly NamedFigures[]
}

/** Times in milliseconds, rates per second; one that doesn't exist is absent. */
export interface BaselineFigures {
  /** Those that ended, in success or failure. */
  readonly requests: number
  readonly failures: number
  /** Successful requests per second, as `throughput.mean`. */
  readonly rate?: number
  /** Of `latency`, as are the others; requests that were interrupted at the end count as slower than their age. */
  readonly mean?: number
  readonly p50?: number
  readonly p90?: number
  readonly p95?: number
  readonly p99?: number
  readonly max?: number
}

export interface NamedFigures extends BaselineFigures {
  readonly name: string
}

/** What ended in a piece of the newest run's time, all endpoints together. */
export interface BaselineBlock {
  /** Milliseconds since the start of measuring. */
  readonly at: number
  /** Milliseconds. */
  readonly duration: number
  /** Those that ended, in success or failure. */
  readonly requests: number
  readonly failures: number
  /** Encoded: see `decodeBlocks`. Its cells may be coarser than those of a result. */
  readonly latency: StoredDistribution
}
