import type { LoadResult } from '../metrics/result.ts'

/** What a project gives to every load in it. */
export interface LoadSettings {
  readonly baseUrl?: string
  /** Hosts besides loopback that may be loaded. */
  readonly allowedHosts: readonly string[]
  /** Milliseconds to rest after a load, before the next one may start. */
  readonly coolDown: number
}

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
}

/** What a run knows of where it runs. What runs does not know Vitest. */
export interface RunContext {
  /** The test's name, or what a script calls it. */
  readonly name: string
  readonly settings: LoadSettings
  /** Aborts at the test's time-out, and when the run is cancelled. */
  readonly signal: AbortSignal
  /** Called about once a second while a load runs. */
  progress(progress: Progress): void
  /** Called once for each result, completed or aborted. */
  report(result: LoadResult): void
  /** The test is not over before this has settled. */
  drain(running: Promise<unknown>): void
}
