import { integer, object } from '../core/options.ts'
import { freezeProfile } from './freeze-profile.ts'
import { type IterationOptions, readIterationOptions } from './iteration-options.ts'
import { parseCall } from './parse-call.ts'
import type { PerVuIterations } from './profile.ts'

/**
 * Closed model: a number of iterations for each user.
 *
 * @param vus Users, a whole number of at least 1.
 * @param iterations Iterations of each user, a whole number of at least 1.
 * @throws {OptionsError} lists everything that is wrong.
 * @example
 * await load(shopper, perVuIterations(5, 10, { maxDuration: '2m' }))
 */
export function perVuIterations(vus: number, iterations: number, options: IterationOptions = {}): PerVuIterations {
  const call = parseCall('perVuIterations', [{ vus, iterations }, readArguments], [options, readIterationOptions])
  return freezeProfile<PerVuIterations>({ kind: 'per-vu-iterations', ...call })
}

const readArguments = object({ vus: integer(), iterations: integer() })
