import { formatDuration } from '../core/format.ts'
import { duration, expected, integer, list, object, optional, type Problem, rate } from '../core/options.ts'
import type { Duration, Rate } from '../core/units.ts'
import { checked, type Given } from './checked.ts'
import { areRates, phase, type RateText } from './level.ts'
import { checkUsers, type OpenOptions, openFields } from './open-options.ts'
import { parseCall } from './parse-call.ts'
import type { RampingRate, RampingVus, Stage } from './profile.ts'
import { rampOfRates, rampOfVus } from './ramp.ts'

export interface ProgressiveVusOptions {
  /** Of each level; milliseconds, above 0. */
  readonly step: Duration
  /**
   * Users that join per second at the start of a level, or leave where it is lower, above 0. That time is part of the level's.
   * @default all at once
   */
  readonly spawnRate?: Rate
  /**
   * How long iterations of users that leave, and all iterations after the end, may go on before they are interrupted;
   * milliseconds, at least 0.
   * @default the longest request time-out, at least 30 s
   */
  readonly gracefulStop?: Duration
}

export interface ProgressiveRateOptions extends OpenOptions {
  /** Of each level; milliseconds, above 0. */
  readonly step: Duration
}

/**
 * One level after the other, each a stage of its own: `10 users`, `50 users`, …; or, where they are rates, as they are written: `10/s`.
 *
 * @param levels Users, whole numbers of at least 1, or arrivals as text such as `'20/s'`.
 * @throws {OptionsError} lists everything that is wrong.
 * @example
 * const result = await load(shopper, progressive([10, 50, 100], { step: '5m', spawnRate: '10/s' }))
 * expect(result.stage('50 users')).toHaveP95Below('200ms')
 */
export function progressive(levels: readonly number[], options: ProgressiveVusOptions): RampingVus
export function progressive(levels: readonly RateText[], options: ProgressiveRateOptions): RampingRate
export function progressive(
  levels: readonly (number | RateText)[],
  options: ProgressiveVusOptions | ProgressiveRateOptions,
): RampingVus | RampingRate {
  if (Array.isArray(levels) && areRates(levels)) {
    const read = parseCall('progressive', [{ levels }, readRates], [options, readRateOptions])
    const stages = read.levels.flatMap((level, index) => phase(nameOfRate(levels[index]), level, level, read.step, 0))
    return rampOfRates(stages, read)
  }
  const read = parseCall('progressive', [{ levels }, readVus], [options, readVusOptions], checkSpawnRate)
  return rampOfVus(stagesOfUsers(read), read.gracefulStop)
}

interface Steps {
  readonly levels: readonly number[]
  readonly step: number
  readonly spawnRate: number
}

function stagesOfUsers({ levels, step, spawnRate }: Steps): Stage[] {
  return levels.flatMap((level, index) => {
    const from = levels[index - 1] ?? 0
    return phase(`${level} user${level === 1 ? '' : 's'}`, from, level, step, (Math.abs(level - from) * 1000) / spawnRate)
  })
}

function nameOfRate(given: number | RateText | undefined): string {
  return typeof given === 'number' ? `${given}/s` : String(given)
}

const readVus = object({ levels: list(integer(), 'level') })
const readVusOptions = object({
  step: duration(),
  spawnRate: optional(rate(), Infinity),
  gracefulStop: openFields.gracefulStop,
})
const readRates = object({ levels: list(rate(), 'level') })
const readRateOptions = checked(object({ step: duration(), ...openFields }), checkUsers)

function checkSpawnRate({ levels, step, spawnRate }: Steps, given: Given, problems: Problem[]): void {
  const change = Math.max(...levels.map((level, index) => Math.abs(level - (levels[index - 1] ?? 0))))
  if ((change * 1000) / spawnRate <= step) return
  expected(`fast enough for ${change} users within \`step\` (${formatDuration(step)})`, given.spawnRate, 'spawnRate', problems)
}
