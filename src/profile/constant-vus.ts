import { duration as durationReader, integer, object, optional, rate } from '../core/options.ts'
import type { Duration, Rate } from '../core/units.ts'
import { freezeProfile } from './freeze-profile.ts'
import { parseCall } from './parse-call.ts'
import type { ConstantVus } from './profile.ts'

export interface ConstantVusOptions {
  /**
   * Users that join per second, above 0: user k (from 0) joins after k / rate. Who would join after the end never does.
   * @default all join at once
   */
  readonly spawnRate?: Rate
  /**
   * How long iterations may go on after the end before they are interrupted; milliseconds, at least 0.
   * @default the longest request time-out, at least 30 s
   */
  readonly gracefulStop?: Duration
}

/**
 * Closed model: that many users for a time, each starting its next iteration when the last is done.
 *
 * @param vus Users, a whole number of at least 1.
 * @param duration Milliseconds, above 0, or text such as `'30s'`.
 * @throws {OptionsError} lists everything that is wrong.
 * @example
 * await load('GET /health', constantVus(100, '10s', { spawnRate: '20/s' }))
 */
export function constantVus(vus: number, duration: Duration, options: ConstantVusOptions = {}): ConstantVus {
  const call = parseCall('constantVus', [{ vus, duration }, readArguments], [options, readOptions])
  return freezeProfile<ConstantVus>({ kind: 'constant-vus', ...call })
}

const readArguments = object({ vus: integer(), duration: durationReader() })
const readOptions = object({ spawnRate: optional(rate()), gracefulStop: optional(durationReader({ min: 0 })) })
