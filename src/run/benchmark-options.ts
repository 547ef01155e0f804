import { duration, integer, object, optional, type Problem } from '../core/options.ts'
import type { Duration } from '../core/units.ts'
import { type LoadOptions, parseLoadOptions, type ReadLoadOptions, runFields } from './load-options.ts'

/** What a benchmark is told. All but the first four are for requests. */
export interface BenchmarkOptions
  extends Pick<LoadOptions, 'baseUrl' | 'allowedHosts' | 'headers' | 'tls' | 'transport' | 'connections' | 'signal'> {
  /**
   * How long each benchmark is measured at least: milliseconds or a text such as `'5s'`, above 0; `LOAD_SCALE` multiplies it. Four million
   * iterations are enough before that.
   * @default '1s'
   */
  readonly time?: Duration
  /** How many iterations each has at least: a whole number of at least 1. @default 64 */
  readonly iterations?: number
  /** Milliseconds or a text such as `'1s'`, at least 0, before anything counts; `LOAD_SCALE` multiplies it. @default '250ms' */
  readonly warmUp?: Duration
  /** In which a request has to answer, and the promise of a function to settle: milliseconds or text such as `'5s'`, above 0. @default '30s' */
  readonly timeout?: Duration
}

export interface ReadBenchmarkOptions {
  /** Milliseconds, before `LOAD_SCALE`. */
  readonly time: number
  readonly iterations: number
  readonly warmUp: number
  /** Of requests; the time-out is that of functions, too. */
  readonly load: ReadLoadOptions
}

const { baseUrl, allowedHosts, headers, timeout, tls, transport, connections, signal } = runFields

const benchmarkOptions = object({
  baseUrl,
  allowedHosts,
  headers,
  timeout,
  tls,
  transport,
  connections,
  signal,
  time: optional(duration(), 1000),
  iterations: optional(integer(), 64),
  warmUp: optional(duration({ min: 0 }), 250),
})

/** Reads the options of benchmarks, and adds all that is wrong to `problems`. */
export function readBenchmarkOptions(found: BenchmarkOptions | undefined, problems: Problem[]): ReadBenchmarkOptions {
  const { time, iterations, warmUp, ...requests } = benchmarkOptions(found, '', problems)
  return { time, iterations, warmUp, load: { ...parseLoadOptions({}), ...requests } }
}
