import type { Random } from '../core/random.ts'
import type { LevelSecond } from './level-growth.ts'

export interface SimulatedQueue {
  readonly workers: number
  /** Milliseconds. */
  readonly serviceTime: number
  /** Of arrivals and of services: evenly, or at random. */
  readonly arrivals: 'uniform' | 'poisson'
  readonly services: 'fixed' | 'exponential'
}

/** Milliseconds of waiting from which on a level would have been stopped. */
const HOPELESS = 2000

/** What a level of so many arrivals per second would have measured at a queue before some workers. */
export function simulateLevel(
  queue: SimulatedQueue,
  rate: number,
  duration: number,
  random: Random,
): { readonly p95: number; readonly seconds: readonly LevelSecond[] } {
  const free = new Array<number>(queue.workers).fill(0)
  const done: { readonly start: number; readonly end: number }[] = []
  const exponential = (mean: number): number => -Math.log(1 - random.next()) * mean
  const gap = 1000 / rate
  for (let at = 0; at < duration; at += queue.arrivals === 'uniform' ? gap : exponential(gap)) {
    let worker = 0
    for (let other = 1; other < free.length; other += 1) if ((free[other] ?? 0) < (free[worker] ?? 0)) worker = other
    const begin = Math.max(at, free[worker] ?? 0)
    if (begin - at > HOPELESS) break
    const end = begin + (queue.services === 'fixed' ? queue.serviceTime : exponential(queue.serviceTime))
    free[worker] = end
    done.push({ start: at, end })
  }
  const latencies = Float64Array.from(done, ({ start, end }) => end - start).sort()
  const count = Math.floor(duration / 1000)
  const [sums, ends, balance] = [new Float64Array(count + 1), new Float64Array(count + 1), new Float64Array(count + 1)]
  const secondOf = (moment: number): number => Math.min(count, Math.floor(moment / 1000))
  for (const { start, end } of done) {
    sums[secondOf(end)] = (sums[secondOf(end)] ?? 0) + end - start
    ends[secondOf(end)] = (ends[secondOf(end)] ?? 0) + 1
    balance[secondOf(start)] = (balance[secondOf(start)] ?? 0) + 1
    balance[secondOf(end)] = (balance[secondOf(end)] ?? 0) - 1
  }
  let inFlight = 0
  const seconds = Array.from({ length: count }, (_, index): LevelSecond => {
    inFlight += balance[index] ?? 0
    const ended = ends[index] ?? 0
    return { end: (index + 1) * 1000, meanLatency: ended === 0 ? undefined : (sums[index] ?? 0) / ended, inFlight }
  })
  return { p95: latencies[Math.ceil(latencies.length * 0.95) - 1] ?? 0, seconds }
}
