/** A piece of a ramp: linear from `from` to `target` in `duration` milliseconds. */
export interface Stage {
  /** Stages of one name are one stage when a result is sliced. */
  readonly name: string
  /** Users or arrivals per second at its start; a jump where it isn't the target of the stage before. */
  readonly from: number
  /** Users or arrivals per second at its end. */
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

/** How arrivals are spread: evenly along the rate, or at random, as those of people who don't know of each other. */
export type Arrivals = 'uniform' | 'poisson'

/** Iterations start at a rate, whatever the target does. */
export interface ConstantRate {
  readonly kind: 'constant-rate'
  /** Arrivals per second. */
  readonly rate: number
  /** Milliseconds. */
  readonly duration: number
  readonly arrivals: Arrivals
  /** Users that are started before the load. */
  readonly vus: number
  /** Users that there may be. */
  readonly maxVus: number
  readonly gracefulStop?: number
}

/** Iterations start at a rate that follows linear stages, whatever the target does. */
export interface RampingRate {
  readonly kind: 'ramping-rate'
  /** Arrivals per second. */
  readonly startRate: number
  readonly stages: readonly Stage[]
  readonly arrivals: Arrivals
  /** Users that are started before the load. */
  readonly vus: number
  /** Users that there may be. */
  readonly maxVus: number
  readonly gracefulStop?: number
}

/** Users start their next iteration when the last is done: a slow target gets less load. */
export type ClosedProfile = ConstantVus | RampingVus | SharedIterations | PerVuIterations

/** Iterations start when they are due: a slow target gets no less load. */
export type OpenProfile = ConstantRate | RampingRate

/** How load is applied: frozen and JSON-safe, times in milliseconds. */
export type Profile = ClosedProfile | OpenProfile

/** What `fanOut` applied: a one-shot burst of calls, at most `concurrency` of them at a time. */
export interface Burst {
  readonly kind: 'burst'
  readonly iterations: number
  readonly concurrency: number
}

/** What `loadAll` applied: profiles side by side, each to the scenario of that name. */
export interface Together {
  readonly kind: 'together'
  readonly profiles: Readonly<Record<string, Profile>>
}

/** How the load of a run was applied. */
export type AppliedProfile = Profile | Burst | Together

/** Whether a slow target gets less load (`'closed'`) or not (`'open'`); `'mixed'` where scenarios side by side differ in it. */
export type LoadModel = 'open' | 'closed' | 'mixed'

/** Whether a profile sets when iterations start, rather than how many users there are. */
export function isOpen(profile: Profile): profile is OpenProfile {
  return profile.kind === 'constant-rate' || profile.kind === 'ramping-rate'
}
