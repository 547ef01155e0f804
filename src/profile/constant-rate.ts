import { duration as durationReader, object, rate as rateReader } from '../core/options.ts'
import type { Duration, Rate } from '../core/units.ts'
import { freezeProfile } from './freeze-profile.ts'
import { type OpenOptions, readOpenOptions } from './open-options.ts'
import { parseCall } from './parse-call.ts'
import type { ConstantRate } from './profile.ts'
import { usersForRate } from './users-for-rate.ts'

/**
 * Open model: iterations start at a rate, whatever the target does. What is due while the target is slow is started all the same,
 * by another user.
 *
 * @param rate Arrivals per second, above 0, or text such as `'200/s'` or `'60/min'`.
 * @param duration Milliseconds, above 0, or text such as `'30s'`.
 * @throws {OptionsError} lists everything that is wrong.
 * @example
 * await load('GET /health', constantRate('200/s', '30s', { arrivals: 'poisson' }))
 */
export function constantRate(rate: Rate, duration: Duration, options: OpenOptions = {}): ConstantRate {
  const call = parseCall('constantRate', [{ rate, duration }, readArguments], [options, readOpenOptions])
  return freezeProfile<ConstantRate>({ kind: 'constant-rate', ...call, ...usersForRate(call.rate, call) })
}

const readArguments = object({ rate: rateReader(), duration: durationReader() })
