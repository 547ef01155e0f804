import { trendOf } from '../stats/trend.ts'

/** A second of a level, or what was measured instead of it. */
export interface LevelSecond {
  /** Milliseconds since the start of measuring. */
  readonly end: number
  /** Of the requests that ended in it, in milliseconds. */
  readonly meanLatency: number | undefined
  /** Iterations under way at its end. */
  readonly inFlight: number
}

export interface GrowthLimits {
  /** Of the latency, in milliseconds; `undefined`: twice what it was at first. */
  readonly latency: number | undefined
  /** Arrivals per second; `undefined` in the closed model, where no more can be under way than there are users. */
  readonly rate: number | undefined
}

/** The least rise, as a share of the limit, that is more than noise. */
const LEAST_RISE = 0.1
/** Share of the limit below which nothing is about to be past it: a queue of random length wanders. */
const NEAR = 0.5
/** The same of iterations in flight: one more or less is in the nature of counting. */
const LEAST_IN_FLIGHT = 2

/**
 * Whether a level that was held so far would not have been held for long: what is in flight, or the latency, became more from each third of
 * the level to the next, so fast that it would be past the limit in as much time again. By Little's law L / λ is the time that the L
 * iterations in flight take, with λ the arrival rate.
 *
 * Without it a target passes at a few per cent above its capacity, because its queue takes longer to fill than a level lasts.
 */
export function growthOf(seconds: readonly LevelSecond[], { latency, rate }: GrowthLimits): 'latency' | 'in-flight' | undefined {
  const latencies = seconds.flatMap(({ meanLatency }) => meanLatency ?? [])
  if (grows(latencies, latency, 0)) return 'latency'
  if (rate === undefined) return undefined
  const waiting = seconds.map(({ inFlight }) => (inFlight / rate) * 1000)
  return grows(waiting, latency, (LEAST_IN_FLIGHT / rate) * 1000) ? 'in-flight' : undefined
}

/** `grain`: a rise up to it is none. */
function grows(values: readonly number[], given: number | undefined, grain: number): boolean {
  const size = Math.floor(values.length / 3)
  if (size === 0) return false
  const first = meanOf(values.slice(0, size))
  const middle = meanOf(values.slice(size, -size))
  const last = meanOf(values.slice(-size))
  const limit = given ?? first * 2
  const rise = last - first
  const isSteady = first < middle && middle < last && rise > Math.max(limit * LEAST_RISE, grain)
  if (!isSteady || last < limit * NEAR || !isTrend(values)) return false
  // From the middle of the first third to that of the last is two thirds of the time; from there to its end and as long again 7/6.
  return last + (rise / (2 / 3)) * (7 / 6) > limit
}

/** Whether it is more than a queue that wanders; of few seconds nobody can tell. */
function isTrend(values: readonly number[]): boolean {
  const trend = trendOf(values.map((value, index) => ({ at: index * 1000, value })))
  return trend === undefined || trend.lower > 0
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
