import { expected, integer, object, type Problem, type Reader } from '../core/options.ts'
import type { Given } from './checked.ts'
import { freezeProfile } from './freeze-profile.ts'
import { type IterationOptions, readIterationOptions } from './iteration-options.ts'
import { parseCall } from './parse-call.ts'
import type { SharedIterations } from './profile.ts'

/**
 * Closed model: a number of iterations, shared by the users. Who is faster takes more of them.
 *
 * @param vus Users, a whole number of at least 1 and at most `iterations`.
 * @param iterations Iterations of all users together, a whole number of at least 1.
 * @throws {OptionsError} lists everything that is wrong.
 * @example
 * await load('POST /import', sharedIterations(5, 50, { maxDuration: '2m' }))
 */
export function sharedIterations(vus: number, iterations: number, options: IterationOptions = {}): SharedIterations {
  const readArguments = object({ vus: usersSharing(iterations), iterations: integer() })
  const call = parseCall('sharedIterations', [{ vus, iterations }, readArguments], [options, readIterationOptions])
  return freezeProfile<SharedIterations>({ kind: 'shared-iterations', ...call })
}

/** Reads a number of users who all find at least one of the `iterations` to do. */
export function usersSharing(iterations: number): Reader<number> {
  return (found, at, problems) => {
    const vus = integer()(found, at, problems)
    // A bad number of iterations is a problem of its own.
    if (iterations >= 1) checkSharing({ vus, iterations }, { vus: found }, problems, at)
    return vus
  }
}

/** Looks whether all users find at least one iteration to do. */
export function checkSharing(
  { vus, iterations }: { readonly vus: number; readonly iterations: number },
  given: Given,
  problems: Problem[],
  at = 'vus',
): void {
  if (vus > iterations) expected(`at most ${iterations}, the iterations to share`, given.vus, at, problems)
}
