import { formatCount, formatShare } from '../core/format.ts'
import type { Measurement } from '../metrics/result.ts'
import type { Figure } from './figure.ts'
import { missingSamples, type ResourceOwner } from './resource-owner.ts'
import { plural } from './sentence.ts'

/** The CPU in use on average: of a process 1 is one core in full use, of the system all cores. */
export function cpuUse(measurement: Measurement, owner: ResourceOwner): Figure {
  const { resources } = measurement
  const series = resources[owner].cpu
  const name = `CPU of the ${owner}`
  // A whole run's base reading tells of the time before it.
  const points = series.points.filter(({ at }) => at > 0)
  const readings = points.reduce((sum, point) => sum + point.readings, 0)
  if (readings === 0) return missingSamples(measurement, name, owner, { ...series, readings })
  const cores = owner === 'system' ? 0 : resources.system.cores.length
  return {
    kind: 'known',
    measurement,
    name,
    value: points.reduce((sum, point) => sum + point.value * point.readings, 0) / readings,
    better: 'lower',
    flatters: true,
    show: formatShare,
    notes: [
      `mean of ${plural(readings, 'reading')}`,
      ...(owner === 'system' ? [] : ['100 % is one core']),
      ...(cores === 0 ? [] : [`of ${formatCount(cores)}`]),
    ],
  }
}
