/** A piece of a ramp: linear from `from` to `target` in `duration` milliseconds. */
export interface Stage {
  /** Stages of one name are one stage when a result is sliced. */
  readonly name: string
  /** Users at its start; a jump where it isn't the target of the stage before. */
  readonly from: number
  /** Users at its end. */
  readonly target: number
  /** Milliseconds, above 0. */
  readonly duration: number
}

/** That many users for a time, each starting its next iteration when the last is done. */
export interface ConstantVus {
  readonly kind: 'constant-vus'
  readonly vus: number
  /** Milliseconds. */
  readonly duration: number
  /** Users that join per second; `undefined`: all at once. */
  readonly spawnRate?: number
  readonly gracefulStop?: number
}

/** Users follow linear stages. */
export interface RampingVus {
  readonly kind: 'ramping-vus'
  readonly startVus: number
  readonly stages: readonly Stage[]
  readonly gracefulStop?: number
}

/** A number of iterations, shared by the users. */
export interface SharedIterations {
  readonly kind: 'shared-iterations'
  readonly vus: number
  readonly iterations: number
  /** Milliseconds after which no iteration starts any more. */
  readonly maxDuration: number
  readonly gracefulStop?: number
}

/** A number of iterations for each user. */
export interface PerVuIterations {
  readonly kind: 'per-vu-iterations'
  readonly vus: number
  /** For each user. */
  readonly iterations: number
  /** Milliseconds after which no iteration starts any more. */
  readonly maxDuration: number
  readonly gracefulStop?: number
}

/** How load is applied: frozen and JSON-safe, times in milliseconds. */
export type Profile = ConstantVus | RampingVus | SharedIterations | PerVuIterations

/** What `fanOut` applied: a one-shot burst of calls, at most `concurrency` of them at a time. */
export interface Burst {
  readonly kind: 'burst'
  readonly iterations: number
  readonly concurrency: number
}

const kinds: readonly unknown[] = [
  'constant-vus',
  'ramping-vus',
  'shared-iterations',
  'per-vu-iterations',
] satisfies Profile['kind'][]

/** Whether a value is a profile, so far as its kind tells. */
export function isProfile(found: unknown): found is Profile {
  return typeof found === 'object' && found !== null && kinds.includes((found as { kind?: unknown }).kind)
}
