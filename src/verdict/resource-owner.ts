import type { ResourceSeries } from '../metrics/resources.ts'
import type { Measurement } from '../metrics/result.ts'
import type { Series } from '../stats/series.ts'
import type { MissingFigure } from './figure.ts'
import { missing } from './sentence.ts'

/** Whose CPU and memory can be judged. */
export const resourceOwners = ['server', 'system', 'generator'] as const

export type ResourceOwner = (typeof resourceOwners)[number]

/** The readings of a series since the start of measuring: what a whole run read before is its base, not its load. */
export function readingsOf({ points }: ResourceSeries): Series {
  return points.filter(({ at }) => at >= 0)
}

/** The sentence about a resource that was not sampled, or not for long enough. */
export function missingSamples(
  measurement: Measurement,
  figure: string,
  owner: ResourceOwner,
  { readings }: ResourceSeries,
): MissingFigure {
  if (readings > 0) return missing(measurement, figure, 'it was sampled for less than 30 s', 'let the load run longer')
  const advice = 'start it by `webServer`, or name its process, and look at `result.resources.marks`'
  const machine = 'look at `result.resources.marks`'
  const why = measurement.resources.marks.find(({ source }) => source === owner)?.message
  const reason = `nothing was sampled${why === undefined ? '' : `: ${why}`}`
  return missing(measurement, figure, reason, owner === 'server' ? advice : machine)
}
