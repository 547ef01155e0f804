import type { Reader } from '../../core/options.ts'
import { measurementOfBenchmark } from '../../metrics/benchmark-measurement.ts'
import { isBenchmarkResult } from '../../metrics/benchmark-result.ts'
import { type CapacityResult, isCapacityResult } from '../../metrics/capacity-result.ts'
import type { ResourceSeries } from '../../metrics/resources.ts'
import type { LoadResult, Measurement } from '../../metrics/result.ts'
import type { TargetComparison } from '../../metrics/target-comparison.ts'

/** The received value as a measurement; throws a `TypeError` that says what it is instead. */
export function guardMeasurement(matcher: string, received: unknown): Measurement {
  if (isMeasurement(received)) return received
  const message = `expect(…).${matcher}() takes what load() resolved to, or a slice of it, got ${describe(received)}`
  throw Object.assign(new TypeError(message), { code: 'ERR_LOAD_NOT_A_RESULT' })
}

/** The received value as the result of a whole run; throws a `TypeError` that says what it is instead. */
export function guardResult(matcher: string, received: unknown): LoadResult {
  const measurement = guardMeasurement(matcher, received)
  if (isResult(measurement)) return measurement
  const message = `expect(…).${matcher}() takes what load() resolved to, got a slice of it: endpoints are compared by themselves`
  throw Object.assign(new TypeError(message), { code: 'ERR_LOAD_NOT_A_RESULT' })
}

/** The same of a benchmark, whose iterations are then what requests are elsewhere. */
export function guardTimes(matcher: string, received: unknown): Measurement {
  return isBenchmarkResult(received) ? measurementOfBenchmark(received) : guardMeasurement(matcher, received)
}

/** The received value as what a search found; throws a `TypeError` that says what it is instead. */
export function guardCapacity(matcher: string, received: unknown): CapacityResult {
  if (isCapacityResult(received)) return received
  const message = `expect(…).${matcher}() takes what findCapacity() resolved to, got ${describe(received)}`
  throw Object.assign(new TypeError(message), { code: 'ERR_LOAD_NOT_A_CAPACITY' })
}

/** The received value as a series of a resource; throws a `TypeError` that says what it is instead. */
export function guardSeries(matcher: string, received: unknown): ResourceSeries {
  if (isSeries(received)) return received
  const message = `expect(…).${matcher}() takes a series such as result.resources.metric('…'), got ${describe(received)}`
  throw Object.assign(new TypeError(message), { code: 'ERR_LOAD_NOT_A_SERIES' })
}

/** The received value as whole results or a comparison of targets; throws a `TypeError` that says what it is instead. */
export function guardRuns(matcher: string, received: unknown): readonly [LoadResult, ...LoadResult[]] | TargetComparison {
  if (isComparison(received)) return received
  if (isResult(received)) return [received]
  if (isResults(received)) return received
  const message = `expect(…).${matcher}() takes what load() resolved to, a list of such, or what compareTargets() did, got ${isMeasurement(received) ? 'a slice: give the whole result' : describe(received)}`
  throw Object.assign(new TypeError(message), { code: 'ERR_LOAD_NOT_A_RESULT' })
}

export function isComparison(found: unknown): found is TargetComparison {
  if (typeof found !== 'object' || found === null) return false
  const { base, candidate, pairs } = found as Partial<TargetComparison>
  return isResult(base) && isResult(candidate) && typeof pairs === 'number'
}

/** Whether it is a whole result, no slice. */
export function isResult(found: unknown): found is LoadResult {
  return isMeasurement(found) && 'profile' in found && 'environment' in found
}

export function isResults(found: unknown): found is readonly [LoadResult, ...LoadResult[]] {
  return Array.isArray(found) && found.length > 0 && found.every(isResult)
}

/** Reads a measurement that is given as an argument. */
export const measurement: Reader<Measurement> = (found, at, problems) => {
  if (isBenchmarkResult(found)) return measurementOfBenchmark(found)
  if (!isMeasurement(found)) {
    problems.push({ at, message: `Expected \`${at}\` to be what load() resolved to, or a slice of it, got ${describe(found)}` })
  }
  return found as Measurement
}

function isMeasurement(found: unknown): found is Measurement {
  if (typeof found !== 'object' || found === null) return false
  const { requests, throughput, latency, errors } = found as Partial<Measurement>
  return requests !== undefined && throughput !== undefined && typeof latency?.countAbove === 'function' && Array.isArray(errors)
}

function isSeries(found: unknown): found is ResourceSeries {
  if (typeof found !== 'object' || found === null) return false
  const { source, name, kind, points } = found as Partial<ResourceSeries>
  return typeof source === 'string' && typeof name === 'string' && kind !== undefined && Array.isArray(points)
}

export function describe(found: unknown): string {
  if (found === null || found === undefined) return String(found)
  if (typeof (found as PromiseLike<unknown>).then === 'function') return 'a promise: did you forget `await` before load()?'
  if (typeof found === 'string') return 'a text'
  if (Array.isArray(found)) return found.length === 0 ? 'an empty list' : 'a list: give its results one by one'
  if (typeof found !== 'object') return `a ${typeof found}`
  if (isBenchmarkResult(found)) return 'a benchmark: its matchers are those of latency and throughput'
  if (isCapacityResult(found)) return 'a capacity: its matcher is toHaveCapacityAbove()'
  const keys = Object.keys(found).slice(0, 5)
  return keys.length === 0 ? 'an empty object' : `an object with ${keys.map((key) => `\`${key}\``).join(', ')}`
}
