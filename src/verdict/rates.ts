import { formatRate, formatShare } from '../core/format.ts'
import type { ErrorCategory } from '../metrics/error-category.ts'
import type { Measurement } from '../metrics/result.ts'
import type { Figure, KnownFigure } from './figure.ts'
import { blameGenerator } from './fitness.ts'
import { type Limit, meets } from './limit.ts'
import { ownFailures } from './own-failures.ts'
import { missing, missingRequests, requestNotes } from './sentence.ts'

/** Succeeded / (succeeded + failed); interrupted requests are neither. */
export function successRate(measurement: Measurement): Figure {
  const { succeeded, failed } = measurement.requests
  const rate = (own: number): number => succeeded / (succeeded + failed - own)
  const figure = {
    ...shareFigure(measurement, 'success rate', rate(0)),
    better: 'higher',
    excuse: excuseBy(measurement, rate),
  } as const
  return missingRequests(measurement, 'success rate') ?? figure
}

/** Failed / (succeeded + failed); failures of the categories in `except` still count as requests, but not as failed. */
export function errorRate(measurement: Measurement, except: readonly ErrorCategory[] = []): Figure {
  const { succeeded, failed } = measurement.requests
  let excepted = 0
  for (const { category, count } of measurement.errors) if (except.includes(category)) excepted += count
  const counted = Math.max(0, failed - excepted)
  const rate = (own: number): number => Math.max(0, counted - own) / (succeeded + failed - own)
  const notes = except.length === 0 ? [] : [`${except.join(' and ')} not counted`]
  const figure = { ...shareFigure(measurement, 'error rate', rate(0), notes), excuse: excuseBy(measurement, rate) }
  return missingRequests(measurement, 'error rate') ?? figure
}

/** Successful requests that ended inside the measurement's own time, per second. */
export function throughput(measurement: Measurement): Figure {
  const { mean } = measurement.throughput
  const name = 'throughput'
  const nothing = missingRequests(measurement, name)
  if (nothing !== undefined) return nothing
  if (mean === undefined) return missing(measurement, name, 'it lasted no time', 'judge a longer part of the run')
  return {
    kind: 'known',
    measurement,
    name,
    value: mean,
    better: 'higher',
    excuse: () => blameGenerator(measurement),
    show: formatRate,
    notes: requestNotes(measurement),
  }
}

/** A limit is excused where it would be met without failures that need not be the target's; `rate` leaves so many of them out. */
function excuseBy(measurement: Measurement, rate: (own: number) => number): (limit: Limit) => string | undefined {
  return (limit) => ownFailures(measurement).find(({ count }) => meets(rate(count), limit))?.blame
}

function shareFigure(measurement: Measurement, name: string, value: number, notes: readonly string[] = []): KnownFigure {
  return {
    kind: 'known',
    measurement,
    name,
    value,
    better: 'lower',
    show: formatShare,
    notes: [...requestNotes(measurement), ...notes],
  }
}
