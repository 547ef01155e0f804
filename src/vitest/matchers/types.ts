import type { Duration, Rate, Share } from '../../core/units.ts'
import type { BenchmarkResult } from '../../metrics/benchmark-result.ts'
import type { Measurement } from '../../metrics/result.ts'
import type { ObjectivesOptions } from '../../verdict/objectives.ts'
import type { CapacityFloor } from './capacity.ts'
import type { CpuOptions } from './cpu.ts'
import type { DegradeOptions } from './degrade.ts'
import type { LowerLatencyOptions } from './lower-latency.ts'
import type { BaselineArguments } from './match-baseline.ts'
import type { MemoryOptions } from './memory.ts'
import type { NoRegressionArguments } from './no-regression.ts'
import type { ErrorRateOptions } from './rates.ts'
import type { RecoverOptions } from './recover.ts'
import type { StayWithinOptions } from './stay-within.ts'

/**
 * Limits on a load result or a slice of it. Above and below are strict. A measurement that can't tell, because it has no data or was
 * aborted, fails, under `.not` too. Limits that make no sense throw an `OptionsError`.
 *
 * Upper limits on latency count time-outs, and treat every request that was interrupted at the end as slower than its age.
 */
export interface LoadMatchers<R = unknown> {
  /**
   * The median latency is below the limit (milliseconds, or text with a unit).
   *
   * @example expect(result).toHaveP50Below('20ms')
   */
  toHaveP50Below(limit: Duration): R

  /**
   * 90 % of the requests were faster than the limit (milliseconds, or text with a unit).
   *
   * @example expect(result).toHaveP90Below('40ms')
   */
  toHaveP90Below(limit: Duration): R

  /**
   * 95 % of the requests were faster than the limit (milliseconds, or text with a unit). Warns below 200 requests.
   *
   * @example expect(result.stage('peak').endpoint('GET /orders/:id')).toHaveP95Below('200ms')
   */
  toHaveP95Below(limit: Duration): R

  /**
   * 99 % of the requests were faster than the limit (milliseconds, or text with a unit). Warns below 1,000 requests.
   *
   * @example expect(result).toHaveP99Below('300ms')
   */
  toHaveP99Below(limit: Duration): R

  /**
   * 99.9 % of the requests were faster than the limit (milliseconds, or text with a unit). Warns below 10,000 requests.
   *
   * @example expect(result).toHaveP999Below('1s')
   */
  toHaveP999Below(limit: Duration): R

  /**
   * That many per cent of the requests were faster than the limit (milliseconds, or text with a unit).
   *
   * @param percentile From 1 to 100. Warns below 10 / (1 − q) requests, where q is the percentile as a share.
   * @example expect(result).toHavePercentileBelow(99.5, '400ms')
   */
  toHavePercentileBelow(percentile: number, limit: Duration): R

  /**
   * The mean latency is below the limit (milliseconds, or text with a unit).
   *
   * @example expect(result).toHaveMeanLatencyBelow('30ms')
   */
  toHaveMeanLatencyBelow(limit: Duration): R

  /**
   * The mean latency lies between the two (milliseconds, or text with a unit), both included.
   *
   * @example expect(result.endpoint('research')).toHaveMeanLatencyWithin('75s', '90s')
   */
  toHaveMeanLatencyWithin(from: Duration, to: Duration): R

  /**
   * No request took as long as the limit (milliseconds, or text with a unit).
   *
   * @example expect(result).toHaveMaxLatencyBelow('2s')
   */
  toHaveMaxLatencyBelow(limit: Duration): R

  /**
   * That many per cent of the responses began sooner after sending than the limit (milliseconds, or text with a unit). Requests that
   * timed out without a first byte count as slower than all others.
   *
   * @param percentile From 1 to 100.
   * @example expect(result.endpoint('GET /events')).toHaveTtfbBelow(95, '100ms')
   */
  toHaveTtfbBelow(percentile: number, limit: Duration): R

  /**
   * The latency is lower than that of another result or benchmark, by more than a share of the other's.
   *
   * @example expect(cached).toHaveLowerLatencyThan(uncached, { by: '10%', percentile: 99 })
   */
  toHaveLowerLatencyThan(other: Measurement | BenchmarkResult, options?: LowerLatencyOptions): R

  /**
   * The share of requests that succeeded (from 0 to 1, or text such as `'99%'`) is above the limit. Interrupted requests don't count.
   * `'100%'` is refused, because nothing is above it: use `toHaveNoErrors()`.
   *
   * @example expect(result).toHaveSuccessRateAbove('99%')
   */
  toHaveSuccessRateAbove(limit: Share): R

  /**
   * The share of requests that failed (from 0 to 1, or text such as `'1%'`) is below the limit. Interrupted requests don't count.
   *
   * @example expect(result).toHaveErrorRateBelow('1%', { except: ['rate-limited'] })
   */
  toHaveErrorRateBelow(limit: Share, options?: ErrorRateOptions): R

  /**
   * No request and no iteration failed.
   *
   * @example expect(result).toHaveNoErrors()
   */
  toHaveNoErrors(): R

  /**
   * The mean number of successful requests per second is above the limit (per second, or text with a unit).
   *
   * @example expect(result).toHaveThroughputAbove('1000/s')
   */
  toHaveThroughputAbove(limit: Rate): R

  /**
   * At least that many requests succeeded.
   *
   * @example expect(result).toHaveSucceededAtLeast(result.scaled(500))
   */
  toHaveSucceededAtLeast(count: number): R

  /**
   * The share of a check's calls in which it held (from 0 to 1, or text such as `'99%'`) is above the limit.
   *
   * @example expect(result).toHaveCheckRateAbove('is shipped', '99%')
   */
  toHaveCheckRateAbove(name: string, limit: Share): R

  /**
   * Each metric meets its tiers: past its target it passes with a warning, past what is acceptable with a stronger one, and past `failure`
   * it fails. Without `failure` it fails past what is acceptable, without both past the target. A value equal to a limit meets it.
   *
   * @example
   * expect(result).toMeet({
   *   p95: { target: '120s', acceptable: '150s', failure: '180s' },
   *   mean: { target: ['75s', '90s'], acceptable: ['70s', '95s'] },
   *   successRate: { target: '99.9%', acceptable: '99%' },
   * })
   */
  toMeet(objectives: ObjectivesOptions): R

  /**
   * A metric did not get worse by more than a share (from 0 to 1, or text such as `'10%'`) between the first and the last part of the time.
   * Each part is a bucket, whose figures are those of all its requests. To get better is no failure.
   *
   * Inconclusive where two buckets don't fit into the time.
   *
   * @example expect(result).toStayWithin('10%', { metric: 'p95', bucket: '10m' })
   */
  toStayWithin(share: Share, options?: StayWithinOptions): R

  /**
   * After a fault all was as before it, within a time (milliseconds, or text with a unit) after the event that ended it was done: from then on
   * every window of 3 s has a p95 of at most 1.2 × that of the 10 s before the fault (differences below 10 ms don't count), and an error rate of
   * at most 1 point above it. `LOAD_SCALE` does not scale it.
   *
   * Inconclusive where less than the time and 3 s were measured after the event, or nothing before the fault.
   *
   * @example expect(result).toRecoverWithin('5s', { after: 'proxy up' })
   */
  toRecoverWithin(limit: Duration, options: RecoverOptions): R

  /**
   * Asked for more than it can do, the target went on doing what it can: in every window of 3 s in which requests failed its throughput was near
   * the best that it had, 95 % of the failures came quickly, and none timed out or was still waiting at the end.
   *
   * Inconclusive where nothing was refused.
   *
   * @example expect(result.stage('overload')).toDegradeGracefully({ keeps: '80%', refusal: '200ms' })
   */
  toDegradeGracefully(options?: DegradeOptions): R

  /**
   * The share of the time (from 0 to 1, or text such as `'99.9%'`) that was not between a first failure and the next success is above the
   * limit. Of a second in which some requests failed, their share of it counts as down.
   *
   * @example expect(result).toHaveUptimeAbove('99.9%')
   */
  toHaveUptimeAbove(limit: Share): R

  /**
   * The CPU in use, on average, is below the limit (a number, or text such as `'80%'`). Of the server and the generator 1 is one core in
   * full use, so 4 cores can reach 400 %; of the system it is all cores.
   *
   * @example expect(result).toHaveCpuBelow('80%')
   * @example expect(result).toHaveCpuBelow('90%', { of: 'system' })
   */
  toHaveCpuBelow(limit: number | `${number}%`, options?: CpuOptions): R

  /**
   * The memory of the last tenth of the time was above that of the first tenth by less than a share of it (from 0 to 1, or text such as
   * `'5%'`), by their medians. Inconclusive below 30 s of samples.
   *
   * @example expect(result).toHaveMemoryGrowthBelow('5%')
   */
  toHaveMemoryGrowthBelow(limit: Share, options?: MemoryOptions): R

  /**
   * The memory does not grow steadily after the warm-up (the first fifth of the time). The sawtooth of a garbage collector, a cache that
   * fills up and one step are no steady growth. Inconclusive below 30 s of samples.
   *
   * @example expect(result).toHaveStableMemory()
   */
  toHaveStableMemory(options?: MemoryOptions): R

  /**
   * No metric is worse than in earlier runs by more than its limit, for sure: a moving-block bootstrap over time and the difference between
   * runs give an interval for each change, and it fails only where a whole interval is past its limit. Where the limit lies within
   * the interval, it passes with a warning, unless `strict`.
   *
   * Of what `compareTargets` resolved with, it takes the limits alone.
   *
   * @param baseline A result (also of `parseResult`), a list of earlier results (5 or more are wanted), or a stored baseline. Runs of
   * another profile or scale are refused.
   * @param limits Only metrics that are named are judged; without any they are
   * `{ p95: '10%', errorRate: '0.1pt', throughput: '10%' }`.
   * @example expect(result).toHaveNoRegression(earlier, { p95: '10%', p99: '15%', errorRate: '0.1pt' })
   * @example expect(await compareTargets({ base, candidate }, 'GET /', constantVus(10, '1m'))).toHaveNoRegression({ p95: '5%' })
   */
  toHaveNoRegression(...args: NoRegressionArguments): R

  /**
   * The result compares with the one that was kept in `__baselines__` beside the test file: no figure is worse than it by more than its limit.
   * Works like a snapshot: the first run is written, in CI none is, and `-u` renews what is past its limits. There is one for each kind of
   * machine. Without limits they are `{ p95: '10%', errorRate: '0.1pt', throughput: '10%' }`; of a search, which has a baseline of its own,
   * `{ capacity: '10%' }`.
   *
   * @param given A name, where a test has several baselines, and limits; either may be left out.
   * @example expect(result).toMatchBaseline()
   * @example expect(result).toMatchBaseline('checkout', { mean: '±10%', errorRate: '0pt' })
   */
  toMatchBaseline(...given: BaselineArguments): R

  /**
   * A resource or metric moved up: the total of a counter grew, or a gauge rose above its first reading. Takes a series, not a result.
   *
   * @example expect(result.resources.metric('model_generations_total')).toIncrease()
   */
  toIncrease(): R

  /**
   * The capacity that `findCapacity` found is above the limit (users, or arrivals as text such as `'500/s'`, as what was searched). Takes
   * what `findCapacity` resolved to.
   *
   * All of what is known of the capacity must be above it. Inconclusive where the limit lies between its ends, or beyond what was tried;
   * and where the generator came to its own limit below it.
   *
   * @example expect(await findCapacity('GET /search', search)).toHaveCapacityAbove('500/s')
   */
  toHaveCapacityAbove(limit: CapacityFloor): R
}

declare module 'vitest' {
  interface Matchers<R, T> extends LoadMatchers<R> {}
}
