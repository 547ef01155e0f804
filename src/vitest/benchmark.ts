import type { BenchmarkResult } from '../metrics/benchmark-result.ts'
import { type BenchmarkInputs, runBenchmark, runBenchmarks } from '../run/benchmark.ts'
import type { BenchmarkOptions } from '../run/benchmark-options.ts'
import type { BenchmarkInput } from '../run/benchmark-task.ts'
import { inContext } from './in-context.ts'
import { currentRunContext } from './run-context.ts'

/**
 * Measures a function, or a request that one user sends again and again, and resolves with how long an iteration takes. Vitest's
 * `toBeFasterThan` takes the result, and so do the matchers of latency and throughput, and `toMeet`.
 *
 * @param name Names it in the report.
 * @param input A function, sync or async, or a request such as `'GET /health'`. One that throws or hangs, or a request that fails, fails the benchmark.
 * @throws {OptionsError} if something is wrong with what it was given: all of it is listed.
 * @throws {BenchmarkError} if the function threw, or did not settle in time, or a request failed.
 *
 * @example
 * const health = await benchmark('health', 'GET /health', { time: '2s' })
 * expect(health).toMeet({ mean: { target: '50ms', acceptable: '100ms' } })
 */
export async function benchmark(name: string, input: BenchmarkInput, options?: BenchmarkOptions): Promise<BenchmarkResult> {
  const context = currentRunContext()
  return await inContext(context, benchmark, runBenchmark(name, input, options, context))
}

/**
 * Measures several functions or requests in turns, so that what slows the machine for a while slows all of them, and resolves with the
 * results by name.
 *
 * @param inputs By name, what `benchmark` takes.
 * @throws as `benchmark` does.
 *
 * @example
 * const { map, loop } = await benchmarkAll({ map: () => items.map(double), loop: () => doubleAll(items) })
 * expect(loop).toBeFasterThan(map)
 */
export async function benchmarkAll<Inputs extends BenchmarkInputs>(
  inputs: Inputs,
  options?: BenchmarkOptions,
): Promise<{ readonly [Name in keyof Inputs]: BenchmarkResult }> {
  const context = currentRunContext()
  return await inContext(context, benchmarkAll, runBenchmarks(inputs, options, context))
}
