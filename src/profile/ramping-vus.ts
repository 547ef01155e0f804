import { duration, integer, object, optional } from '../core/options.ts'
import type { Duration } from '../core/units.ts'
import { parseCall } from './parse-call.ts'
import type { RampingVus } from './profile.ts'
import { rampOfVus } from './ramp.ts'
import { completeStages, type RampRules, rampStages } from './stages.ts'

export interface RampingVusStage {
  /**
   * Stages of one name are one stage when a result is sliced.
   * @default its position: `stage 1`, `stage 2`, …
   */
  readonly name?: string
  /**
   * Users at its start, a whole number of at least 0; a jump where the stage before ended elsewhere.
   * @default where the stage before ended, at first `startVus`
   */
  readonly from?: number
  /** Users at its end, a whole number of at least 0. */
  readonly target: number
  /** Milliseconds, above 0, or text such as `'30s'`. */
  readonly duration: Duration
}

export interface RampingVusOptions {
  /**
   * Users at the start, a whole number of at least 0; the same as `from` of the first stage.
   * @default 0
   */
  readonly startVus?: number
  /**
   * How long iterations of users that leave, and all iterations after the end, may go on before they are interrupted;
   * milliseconds, at least 0.
   * @default the longest request time-out, at least 30 s
   */
  readonly gracefulStop?: Duration
}

/**
 * Closed model: users follow linear stages. The number of users is the line rounded to whole users (half up); the last to join is
 * the first to leave.
 *
 * @param stages At least one, with at least one user somewhere.
 * @throws {OptionsError} lists everything that is wrong.
 * @example
 * await load(shopper, rampingVus([
 *   { name: 'ramp up', target: 100, duration: '30s' },
 *   { name: 'peak', target: 100, duration: '2m' },
 *   { name: 'recovery', from: 10, target: 10, duration: '30s' },
 * ]))
 */
export function rampingVus(stages: readonly RampingVusStage[], options: RampingVusOptions = {}): RampingVus {
  const readArguments = object({ stages: rampStages(userRamp, options?.startVus) })
  const { startVus = 0, ...call } = parseCall('rampingVus', [{ stages }, readArguments], [options, readOptions])
  return rampOfVus(completeStages(call.stages, startVus), call.gracefulStop)
}

/** What its levels are. */
export const userRamp: RampRules = {
  level: integer({ min: 0 }),
  start: 'startVus',
  show: String,
  empty: 'Expected `stages` to have users somewhere, such as `target: 10`, got 0 users throughout',
}
const readOptions = object({ startVus: optional(userRamp.level), gracefulStop: optional(duration({ min: 0 })) })
