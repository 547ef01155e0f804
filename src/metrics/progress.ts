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
