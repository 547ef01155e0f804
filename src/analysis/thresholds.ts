import { duration, object, optional, parseOptions, share } from '../core/options.ts'
import type { Duration, Share } from '../core/units.ts'

/** Where grades end. */
export interface Thresholds {
  /** Milliseconds below which p95 is so good; from the last on it is critical. */
  readonly p95: { readonly excellent: number; readonly good: number; readonly acceptable: number; readonly poor: number }
  /** Share of failed requests below which it is so good; from the last on it is poor. */
  readonly errorRate: { readonly excellent: number; readonly good: number; readonly acceptable: number }
}

/** Some of them by a user, the rest as is usual for a service that people wait for. */
export interface ThresholdsOptions {
  /** p95 below which it is so good, above 0; from the last on it is critical. @default '50ms', '100ms', '200ms', '500ms' */
  readonly p95?: { readonly [Grade in keyof Thresholds['p95']]?: Duration }
  /** Share of failed requests below which it is so good; from the last on it is poor. @default '0.1%', '1%', '5%' */
  readonly errorRate?: { readonly [Grade in keyof Thresholds['errorRate']]?: Share }
}

export const defaultThresholds: Thresholds = Object.freeze({
  p95: Object.freeze({ excellent: 50, good: 100, acceptable: 200, poor: 500 }),
  errorRate: Object.freeze({ excellent: 0.001, good: 0.01, acceptable: 0.05 }),
})

/** Reads thresholds, or throws an `OptionsError` with all problems. `caller` is what the user called. */
export function readThresholds(caller: string, options: ThresholdsOptions | undefined): Thresholds {
  return parseOptions(caller, options, thresholds)
}

const { p95, errorRate } = defaultThresholds

const thresholds = object({
  p95: object({
    excellent: optional(duration(), p95.excellent),
    good: optional(duration(), p95.good),
    acceptable: optional(duration(), p95.acceptable),
    poor: optional(duration(), p95.poor),
  }),
  errorRate: object({
    excellent: optional(share(), errorRate.excellent),
    good: optional(share(), errorRate.good),
    acceptable: optional(share(), errorRate.acceptable),
  }),
})
