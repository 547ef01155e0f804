import { duration, object, optional } from '../core/options.ts'
import type { Duration } from '../core/units.ts'

/** Options of the profiles that count iterations. */
export interface IterationOptions {
  /**
   * After this time no iteration starts any more, even if some are left; milliseconds, above 0.
   * @default '10m'
   */
  readonly maxDuration?: Duration
  /**
   * How long iterations may go on after `maxDuration` before they are interrupted; milliseconds, at least 0.
   * @default the longest request time-out, at least 30 s
   */
  readonly gracefulStop?: Duration
}

export const readIterationOptions = object({
  maxDuration: optional(duration(), 600_000),
  gracefulStop: optional(duration({ min: 0 })),
})
