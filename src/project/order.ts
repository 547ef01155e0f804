import type { Vitest } from 'vitest/node'

/** After all other groups of a run. */
export const LOAD_ORDER = 1000

const BEFORE_LOAD = LOAD_ORDER - 1

/**
 * Makes load tests the last of a run. Vitest puts off the files of isolated projects with one worker (without file parallelism, or on
 * a machine with two cores) until after every group, unless they have a group of their own.
 */
export function runLoadLast({ projects }: Vitest): void {
  for (const { config } of projects) {
    const isPutOff = config.isolate && config.maxWorkers === 1 && config.sequence.groupOrder === 0
    // Projects may share this object.
    if (isPutOff) config.sequence = { ...config.sequence, groupOrder: BEFORE_LOAD }
  }
}
