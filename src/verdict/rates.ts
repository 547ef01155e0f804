import { formatRate, formatShare } from '../core/format.ts'
import type { ErrorCategory } from '../metrics/error-category.ts'
import type { Measurement } from '../metrics/result.ts'
import type { Figure, KnownFigure } from './figure.ts'
import { missing, missingRequests, requestNotes } from './sentence.ts'

/** Succeeded / (succeeded + failed); interrupted requests are neither. */
export function successRate(measurement: Measurement): Figure {
  const { succeeded, failed } = measurement.requests
  return (
    missingRequests(measurement, 'success rate') ?? shareFigure(measurement, 'success rate', succeeded / (succeeded + failed))
  )
}

/** Failed / (succeeded + failed); failures of the categories in `except` still count as requests, but not as failed. */
export function errorRate(measurement: Measurement, except: readonly ErrorCategory[] = []): Figure {
  const { succeeded, failed } = measurement.requests
  let excepted = 0
  for (const { category, count } of measurement.errors) if (except.includes(category)) excepted += count
  const rate = Math.max(0, failed - excepted) / (succeeded + failed)
  const notes = except.length === 0 ? [] : [`${except.join(' and ')} not counted`]
  return missingRequests(measurement, 'error rate') ?? shareFigure(measurement, 'error rate', rate, notes)
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
    show: formatRate,
    notes: requestNotes(measurement),
  }
}

function shareFigure(measurement: Measurement, name: string, value: number, notes: readonly string[] = []): KnownFigure {
  return {
    kind: 'known',
    measurement,
    name,
    value,
    show: formatShare,
    notes: [...requestNotes(measurement), ...notes],
  }
}
