import { formatCount, formatShare } from '../../core/format.ts'
import type { ResourceSeries } from '../../metrics/resources.ts'
import { medianOf, valuesOf } from '../../stats/series.ts'
import type { Rule } from '../rule.ts'

/** Share from which on there is no room left. */
const FULL = 0.9
/** A process of one thread that is full uses one core, and hardly more for its helpers. */
const ONE_CORE = 1.15
const LEAST_READINGS = 5

/** The server has no CPU left: all that there is, or the one core that a single thread can use. */
export const cpuBound: Rule = ({ resources }) => {
  const machine = typical(resources.system.cpu)
  const server = typical(resources.server.cpu)
  const cores = resources.system.cores.length
  const base = { code: 'cpu-bound', severity: 'warning', metric: 'cpu' } as const
  if (server !== undefined && server >= FULL && server <= ONE_CORE && cores !== 1) {
    return {
      ...base,
      message: `The server typically used ${formatShare(server)} of one core, as much as a single thread can`,
      recommendation:
        'Take a CPU profile and mend what is hottest; then run it on more cores (a cluster, workers, more instances)',
    }
  }
  if (server !== undefined && cores > 0 && server >= FULL * cores) {
    return {
      ...base,
      message: `The server typically used ${formatShare(server / cores)} of the machine's ${formatCount(cores)} cores`,
      recommendation: 'Take a CPU profile and mend what is hottest, or give it more cores',
    }
  }
  if (machine === undefined || machine < FULL) return undefined
  return {
    ...base,
    message: `The machine's CPU was typically in use to ${formatShare(machine)}`,
    recommendation: 'See which process uses it; if it is the generator, run it on a machine of its own',
  }
}

function typical({ points }: ResourceSeries): number | undefined {
  const measured = points.filter(({ at }) => at > 0)
  return measured.length < LEAST_READINGS ? undefined : medianOf(valuesOf(measured))
}
