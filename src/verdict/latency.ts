import { formatCount, formatDuration } from '../core/format.ts'
import type { Measurement } from '../metrics/result.ts'
import type { Figure, KnownFigure, MissingFigure } from './figure.ts'
import { jointPercentile, rankOf } from './joint-percentile.ts'
import { smallSample } from './reliability.ts'
import { errorNotes, missing, missingRequests, requestNotes } from './sentence.ts'

/**
 * A percentile of the latency, from 1 to 100.
 *
 * Requests that were interrupted were slower than their age, so it is that of the latencies and ages together, which is a lower bound;
 * but no lower than that of the latencies alone, or many requests that were cut young would make the others look fast.
 */
export function latencyPercentile(measurement: Measurement, percent: number): Figure {
  const { latency, interruptedAge } = measurement
  const name = `p${percent}`
  const alone = latency.percentile(percent)
  const joint = jointPercentile(latency, interruptedAge, percent)
  if (alone === undefined || joint === undefined) return noLatency(measurement, name)
  const isTimeout = rankOf(percent, latency.count) > latency.count - timeoutsOf(measurement)
  const warning = smallSample(name, percent, latency.count + interruptedAge.count)
  return {
    ...latencyFigure(measurement, name, { alone, withInterrupted: joint, isTimeout }),
    ...(warning === undefined ? {} : { warning }),
  }
}

/** The share of time-outs from which on a mean is no more than a lower bound: a few of them among many can't move it past a limit. */
const FEW_TIMEOUTS = 0.01

/** The mean latency; interrupted requests count as in a percentile. */
export function meanLatency(measurement: Measurement): Figure {
  const { latency, interruptedAge } = measurement
  if (latency.mean === undefined) return noLatency(measurement, 'mean latency')
  const sum = latency.mean * latency.count + (interruptedAge.mean ?? 0) * interruptedAge.count
  const withInterrupted = sum / (latency.count + interruptedAge.count)
  const timeouts = timeoutsOf(measurement)
  const isTimeout = timeouts > latency.count * FEW_TIMEOUTS
  const figure = latencyFigure(measurement, 'mean latency', { alone: latency.mean, withInterrupted, isTimeout })
  if (timeouts === 0 || isTimeout) return figure
  const taken = timeouts === 1 ? '1 time-out as long as it was' : `${formatCount(timeouts)} time-outs as long as they were`
  return { ...figure, warning: `the mean takes ${taken} waited for` }
}

/** The highest latency, or the highest age of a request that was interrupted. */
export function maxLatency(measurement: Measurement): Figure {
  const { latency, interruptedAge } = measurement
  if (latency.max === undefined) return noLatency(measurement, 'maximum latency')
  const withInterrupted = Math.max(latency.max, interruptedAge.max ?? 0)
  const isTimeout = timeoutsOf(measurement) > 0
  return latencyFigure(measurement, 'maximum latency', { alone: latency.max, withInterrupted, isTimeout })
}

/** How many of the latencies are time-outs: they are no more than lower bounds. */
export function timeoutsOf({ errors, latency }: Measurement): number {
  let timeouts = 0
  for (const { category, count } of errors) if (category === 'timeout') timeouts += count
  return Math.min(timeouts, latency.count)
}

interface LatencyValues {
  readonly alone: number
  readonly withInterrupted: number
  /** Whether time-outs decide the value. */
  readonly isTimeout: boolean
}

function latencyFigure(
  measurement: Measurement,
  name: string,
  { alone, withInterrupted, isTimeout }: LatencyValues,
): KnownFigure {
  const isInterrupted = withInterrupted > alone
  const notes = [...requestNotes(measurement)]
  if (isTimeout) notes.push(`${formatCount(timeoutsOf(measurement))} timed out`)
  if (isInterrupted) notes.push(`${formatCount(measurement.requests.interrupted)} interrupted`)
  const lowerBound = isTimeout ? 'time-outs' : isInterrupted ? 'interruptions' : undefined
  return {
    kind: 'known',
    measurement,
    name,
    value: Math.max(alone, withInterrupted),
    ...(lowerBound === undefined ? {} : { lowerBound }),
    show: formatDuration,
    notes,
  }
}

/** Of a figure that needs a success. */
export function noLatency(measurement: Measurement, name: string): MissingFigure {
  const { total } = measurement.requests
  const because = `none of ${formatCount(total)} requests succeeded (${errorNotes(measurement.errors).join(', ')})`
  return missingRequests(measurement, name) ?? missing(measurement, name, because, 'look at why they failed first')
}
