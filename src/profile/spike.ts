import { formatRate } from '../core/format.ts'
import { duration, expected, integer, object, optional, type Problem, parseOptions, rate } from '../core/options.ts'
import type { Duration, Rate } from '../core/units.ts'
import { checked, type Given } from './checked.ts'
import { areRates, phase, type RateText } from './level.ts'
import { checkUsers, type OpenOptions, openFields } from './open-options.ts'
import type { RampingRate, RampingVus, Stage } from './profile.ts'
import { rampOfRates, rampOfVus } from './ramp.ts'

interface SpikeTimes {
  /** Of the stage `base`; milliseconds, above 0. */
  readonly baseDuration: Duration
  /** Of the stage `spike`; milliseconds, above 0. */
  readonly peakDuration: Duration
  /** Of the stage `recovery`; milliseconds, above 0. */
  readonly recoveryDuration: Duration
  /**
   * The time it takes to get to the peak, and then back: the first part of `spike` and of `recovery`; milliseconds, at least 0.
   * @default 0: a jump
   */
  readonly ramp?: Duration
}

export interface SpikeVusOptions extends SpikeTimes {
  /** Users before and after, a whole number of at least 0. */
  readonly base: number
  /** Users in the spike, a whole number above `base`. */
  readonly peak: number
  /**
   * How long iterations of users that leave, and all iterations after the end, may go on before they are interrupted;
   * milliseconds, at least 0.
   * @default the longest request time-out, at least 30 s
   */
  readonly gracefulStop?: Duration
}

export interface SpikeRateOptions extends SpikeTimes, OpenOptions {
  /** Arrivals per second before and after, at least 0, or text such as `'20/s'`. */
  readonly base: Rate
  /** Arrivals in the spike above `base`, as text such as `'200/s'`. */
  readonly peak: RateText
}

/**
 * A sudden peak between two calm times, as the stages `base`, `spike` and `recovery`: of users, or of arrivals where the levels are
 * rates.
 *
 * @throws {OptionsError} lists everything that is wrong.
 * @example
 * const result = await load(shopper, spike({
 *   base: 2, peak: 20, baseDuration: '2m', peakDuration: '1m', recoveryDuration: '2m',
 * }))
 * expect(result.stage('recovery')).toHaveErrorRateBelow('2%')
 */
export function spike(options: SpikeVusOptions): RampingVus
export function spike(options: SpikeRateOptions): RampingRate
export function spike(options: SpikeVusOptions | SpikeRateOptions): RampingVus | RampingRate {
  if (areRates([options?.base, options?.peak])) {
    const read = parseOptions('spike', options, readRates)
    return rampOfRates(stagesOf(read), read)
  }
  const read = parseOptions('spike', options, readVus)
  return rampOfVus(stagesOf(read), read.gracefulStop)
}

interface Spike {
  readonly base: number
  readonly peak: number
  readonly baseDuration: number
  readonly peakDuration: number
  readonly recoveryDuration: number
  readonly ramp: number
}

function stagesOf({ base, peak, baseDuration, peakDuration, recoveryDuration, ramp }: Spike): Stage[] {
  return [
    ...phase('base', base, base, baseDuration, 0),
    ...phase('spike', base, peak, peakDuration, ramp),
    ...phase('recovery', peak, base, recoveryDuration, ramp),
  ]
}

const times = {
  baseDuration: duration(),
  peakDuration: duration(),
  recoveryDuration: duration(),
  ramp: optional(duration({ min: 0 }), 0),
}
const readVus = checked(
  object({ base: integer({ min: 0 }), peak: integer(), ...times, gracefulStop: openFields.gracefulStop }),
  (read, given, problems) => checkSpike(read, String, given, problems),
)
const readRates = checked(object({ base: rate({ min: 0 }), peak: rate(), ...times, ...openFields }), (read, given, problems) => {
  checkSpike(read, formatRate, given, problems)
  checkUsers(read, given, problems)
})

function checkSpike(spike: Spike, show: (level: number) => string, given: Given, problems: Problem[]): void {
  const { base, peak, peakDuration, recoveryDuration, ramp } = spike
  if (peak <= base) expected(`above \`base\` (${show(base)})`, given.peak, 'peak', problems)
  if (ramp > Math.min(peakDuration, recoveryDuration)) {
    expected('at most `peakDuration` and `recoveryDuration`, as it is part of both', given.ramp, 'ramp', problems)
  }
}
