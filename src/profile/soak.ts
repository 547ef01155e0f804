import { duration as durationReader, integer, object, optional, rate } from '../core/options.ts'
import type { Duration } from '../core/units.ts'
import { checked } from './checked.ts'
import { areRates, phase, type RateText } from './level.ts'
import { checkUsers, type OpenOptions, openFields } from './open-options.ts'
import { parseCall } from './parse-call.ts'
import type { RampingRate, RampingVus, Stage } from './profile.ts'
import { rampOfRates, rampOfVus } from './ramp.ts'

export interface SoakVusOptions {
  /**
   * The time it takes to get from 0 to the level, before `duration`; milliseconds, at least 0. With 0 there is no stage `ramp up`.
   * @default '1m'
   */
  readonly ramp?: Duration
  /**
   * How long iterations may go on after the end before they are interrupted; milliseconds, at least 0.
   * @default the longest request time-out, at least 30 s
   */
  readonly gracefulStop?: Duration
}

export interface SoakRateOptions extends SoakVusOptions, OpenOptions {}

/**
 * The same load for long, to find what builds up: leaks, full disks, slow decay. Stages: `ramp up`, then `soak`.
 *
 * @param level Users, a whole number of at least 1, or arrivals as text such as `'20/s'`.
 * @param duration Of the stage `soak`; milliseconds, above 0.
 * @throws {OptionsError} lists everything that is wrong.
 * @example
 * const result = await load(shopper, soak(5, '1h', { ramp: '2m' }))
 * expect(result.stage('soak')).toHaveSuccessRateAbove('99.9%')
 */
export function soak(level: number, duration?: Duration, options?: SoakVusOptions): RampingVus
export function soak(level: RateText, duration?: Duration, options?: SoakRateOptions): RampingRate
export function soak(
  level: number | RateText,
  duration: Duration = '1h',
  options: SoakRateOptions = {},
): RampingVus | RampingRate {
  const given = { level, duration }
  if (areRates([level])) {
    const read = parseCall('soak', [given, readRate], [options, readRateOptions])
    return rampOfRates(stagesOf(read), read)
  }
  const read = parseCall('soak', [given, readVus], [options, readVusOptions])
  return rampOfVus(stagesOf(read), read.gracefulStop)
}

interface Soak {
  readonly level: number
  readonly duration: number
  readonly ramp: number
}

function stagesOf({ level, duration, ramp }: Soak): Stage[] {
  return [...phase('ramp up', 0, level, ramp, ramp), ...phase('soak', level, level, duration, 0)]
}

const ramp = optional(durationReader({ min: 0 }), 60_000)
const readVus = object({ level: integer(), duration: durationReader() })
const readVusOptions = object({ ramp, gracefulStop: openFields.gracefulStop })
const readRate = object({ level: rate(), duration: durationReader() })
const readRateOptions = checked(object({ ramp, ...openFields }), checkUsers)
