import { formatCount, formatDuration } from '../core/format.ts'
import type { Measurement } from '../metrics/result.ts'
import type { LatencySummary } from '../stats/summary.ts'
import type { Figure, KnownFigure, MissingFigure } from './figure.ts'
import { jointPercentile, rankOf } from './joint-percentile.ts'
import { type Limit, meets, upperEdge } from './limit.ts'
import { blameDelays, surelySlower, totalDelay } from './own-delay.ts'
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
    excuse: (limit) => excusePercentile(measurement, percent, limit),
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
  const figure = {
    ...latencyFigure(measurement, 'mean latency', { alone: latency.mean, withInterrupted, isTimeout }),
    excuse: excuseBy(measurement, Math.max(latency.mean, withInterrupted), ({ mean }) => mean),
  }
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
  return {
    ...latencyFigure(measurement, 'maximum latency', { alone: latency.max, withInterrupted, isTimeout }),
    excuse: excuseBy(measurement, withInterrupted, ({ max }) => max),
  }
}

/** How many of the latencies are time-outs: they are no more than lower bounds. */
export function timeoutsOf({ errors, latency }: Measurement): number {
  let timeouts = 0
  for (const { category, count } of errors) if (category === 'timeout') timeouts += count
  return Math.min(timeouts, latency.count)
}

/**
 * A percentile past a limit is excused unless enough requests were slower than it by themselves; whether those that were interrupted are
 * looked at with the others or left out, as in the percentile itself.
 */
function excusePercentile({ latency, interruptedAge, health }: Measurement, percent: number, limit: Limit): string | undefined {
  const edge = upperEdge(limit)
  // Delays make nothing faster: what is below a band is so by itself.
  const isBelow = limit.kind === 'within' && (latency.percentile(percent) ?? 0) < limit.from
  if (edge === undefined || isBelow) return undefined
  const isSure = (count: number, countAbove: (time: number) => number): boolean => {
    const needed = count - rankOf(percent, count) + 1
    // What equals the edge counts as past it: it isn't below it, and a time-out took longer.
    return surelySlower((time) => countAbove(time) / count, health, edge * (1 - 1e-9)) * count >= needed - 1e-6
  }
  const alone = isSure(latency.count, (time) => latency.countAbove(time))
  const joint = isSure(latency.count + interruptedAge.count, (time) => latency.countAbove(time) + interruptedAge.countAbove(time))
  return alone || joint ? undefined : blameDelays(health, percent)
}

/** Of a figure to which the delays add just as much as the same figure of theirs. */
function excuseBy(
  { health }: Measurement,
  value: number,
  pick: (summary: LatencySummary) => number | undefined,
): (limit: Limit) => string | undefined {
  return (limit) => {
    const isAbove = value > (upperEdge(limit) ?? Number.POSITIVE_INFINITY)
    const could = isAbove && meets(Math.max(0, value - totalDelay(health, pick)), limit)
    return could ? blameDelays(health, 95) : undefined
  }
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
  // A mean of the same values may differ by a hair.
  const isInterrupted = measurement.interruptedAge.count > 0 && withInterrupted > alone
  const notes = [...requestNotes(measurement)]
  if (isTimeout) notes.push(`${formatCount(timeoutsOf(measurement))} timed out`)
  if (isInterrupted) notes.push(`${formatCount(measurement.requests.interrupted)} interrupted`)
  const lowerBound = isTimeout ? 'time-outs' : isInterrupted ? 'interruptions' : undefined
  return {
    kind: 'known',
    measurement,
    name,
    value: isInterrupted ? withInterrupted : alone,
    better: 'lower',
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
