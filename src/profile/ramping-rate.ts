import { formatRate } from '../core/format.ts'
import { object, optional, rate } from '../core/options.ts'
import type { Duration, Rate } from '../core/units.ts'
import { checked } from './checked.ts'
import { checkUsers, type OpenOptions, openFields } from './open-options.ts'
import { parseCall } from './parse-call.ts'
import type { RampingRate } from './profile.ts'
import { rampOfRates } from './ramp.ts'
import { completeStages, type RampRules, rampStages } from './stages.ts'

export interface RampingRateStage {
  /**
   * Stages of one name are one stage when a result is sliced.
   * @default its position: `stage 1`, `stage 2`, …
   */
  readonly name?: string
  /**
   * Arrivals per second at its start, at least 0, or text such as `'200/s'`; a jump where the stage before ended elsewhere.
   * @default where the stage before ended, at first `startRate`
   */
  readonly from?: Rate
  /** Arrivals per second at its end, at least 0, or text such as `'200/s'`. */
  readonly target: Rate
  /** Milliseconds, above 0, or text such as `'30s'`. */
  readonly duration: Duration
}

export interface RampingRateOptions extends OpenOptions {
  /**
   * Arrivals per second at the start, at least 0; the same as `from` of the first stage.
   * @default 0
   */
  readonly startRate?: Rate
}

/**
 * Open model: iterations start at a rate that follows linear stages, whatever the target does. When each is due follows from the
 * exact integral of the rate.
 *
 * @param stages At least one, with a rate above 0 somewhere.
 * @throws {OptionsError} lists everything that is wrong.
 * @example
 * await load(shopper, rampingRate([
 *   { name: 'warm', target: '20/s', duration: '10s' },
 *   { name: 'peak', from: '200/s', target: '200/s', duration: '30s' },
 *   { name: 'recovery', from: '20/s', target: '20/s', duration: '20s' },
 * ]))
 */
export function rampingRate(stages: readonly RampingRateStage[], options: RampingRateOptions = {}): RampingRate {
  const readArguments = object({ stages: rampStages(rateRamp, options?.startRate) })
  const { startRate = 0, ...call } = parseCall('rampingRate', [{ stages }, readArguments], [options, readOptions])
  return rampOfRates(completeStages(call.stages, startRate), call)
}

/** What its levels are. */
export const rateRamp: RampRules = {
  level: rate({ min: 0 }),
  start: 'startRate',
  show: formatRate,
  empty: "Expected `stages` to have arrivals somewhere, such as `target: '20/s'`, got a rate of 0 throughout",
}
const readOptions = checked(object({ startRate: optional(rateRamp.level), ...openFields }), checkUsers)
