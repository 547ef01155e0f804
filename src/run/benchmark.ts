import { systemClock } from '../core/clock.ts'
import { messageOf } from '../core/errors.ts'
import { expected, OptionsError, type Problem } from '../core/options.ts'
import { type BenchmarkResult, createBenchmarkResult, type StoredBenchmark } from '../metrics/benchmark-result.ts'
import { readEnvironment } from '../metrics/environment.ts'
import type { Outcome, Warning } from '../metrics/outcome.ts'
import { scaleFromEnvironment } from '../profile/scale.ts'
import { distributionOf, statisticsOf } from '../stats/sample-statistics.ts'
import { type BenchmarkOptions, readBenchmarkOptions } from './benchmark-options.ts'
import { BenchmarkError, type MeasuredTask, type RoundsOptions, runRounds } from './benchmark-rounds.ts'
import { type BenchmarkInput, openTask, parseInput } from './benchmark-task.ts'
import { warningsOfBenchmark } from './benchmark-warnings.ts'
import type { RunContext } from './run-context.ts'
import { createTarget } from './target.ts'

/** What is benchmarked together, by name. */
export type BenchmarkInputs = Readonly<Record<string, BenchmarkInput>>

/** In milliseconds. */
const NANOSECOND = 1e-6
/** Milliseconds that a benchmark lasts at least, at any scale. */
const SHORTEST = 50

/** Benchmarks one thing: what `benchmark()` does, in a context that is given. */
export async function runBenchmark(
  name: string,
  input: BenchmarkInput,
  given: BenchmarkOptions | undefined,
  context: RunContext,
): Promise<BenchmarkResult> {
  const problems: Problem[] = []
  if (typeof name !== 'string' || name === '') expected('a text', name, 'name', problems)
  const results = await runTogether('benchmark', { [String(name)]: input }, given, context, problems)
  return results.get(String(name)) as BenchmarkResult
}

/** Benchmarks several things in turns: what `benchmarkAll()` does, in a context that is given. */
export async function runBenchmarks<Inputs extends BenchmarkInputs>(
  inputs: Inputs,
  given: BenchmarkOptions | undefined,
  context: RunContext,
): Promise<{ readonly [Name in keyof Inputs]: BenchmarkResult }> {
  const problems: Problem[] = []
  const isObject = typeof inputs === 'object' && inputs !== null && !Array.isArray(inputs)
  if (!isObject || Object.keys(inputs).length === 0) {
    expected('an object with a function or a request by name', inputs, 'benchmarks', problems)
  }
  const results = await runTogether('benchmarkAll', isObject ? inputs : {}, given, context, problems)
  return Object.freeze(Object.fromEntries(results)) as { readonly [Name in keyof Inputs]: BenchmarkResult }
}

async function runTogether(
  caller: string,
  inputs: BenchmarkInputs,
  given: BenchmarkOptions | undefined,
  context: RunContext,
  problems: Problem[],
): Promise<ReadonlyMap<string, BenchmarkResult>> {
  const options = readBenchmarkOptions(given, problems)
  for (const [name, input] of Object.entries(inputs)) checkInput(name, input, problems)
  if (problems.length > 0) throw new OptionsError(caller, problems)
  const scale = scaleFromEnvironment(process.env)
  const startedAt = new Date().toISOString()
  const target = await createTarget(caller, options.load, context.settings)
  const parsed = await Promise.all(
    Object.entries(inputs).map(async ([name, input]) => [name, await parseInput(caller, input, target)] as const),
  )
  const tasks = parsed.map(([name, input]) => openTask(name, input, target, options.load.timeout))
  const signals = [context.signal, ...(options.load.signal === undefined ? [] : [options.load.signal])]
  const rounds: RoundsOptions = {
    time: Math.max(options.time * scale, SHORTEST),
    iterations: options.iterations,
    warmUp: options.warmUp * scale,
    signal: AbortSignal.any(signals),
  }
  const begun = systemClock.now()
  const { measured, error } = await runRounds(tasks, rounds).finally(() => Promise.all(tasks.map((task) => task.close())))
  const outcome = outcomeOf(error, rounds.signal, systemClock.now() - begun)
  const known = tasks.flatMap(({ name }, index) => {
    const task = measured[index]
    const isBegun = task !== undefined && (error === undefined || task.samples.length > 0)
    return !isBegun ? [] : [{ task, benchmark: describe(name, task) }]
  })
  const benchmarks = known.map(({ benchmark }) => benchmark)
  const warnings = known.map(({ task, benchmark }) => warningsOfBenchmark(benchmark, task))
  if (known.length > 0) {
    context.reportStudy({
      ...{ kind: 'benchmark', schemaVersion: 1, name: context.name, startedAt, outcome, scale, benchmarks },
      warnings: warnings.flat(),
      environment: readEnvironment(),
    })
  }
  if (error !== undefined) throw error
  return new Map(benchmarks.map((one, index) => [one.name, createBenchmarkResult(one, warnings[index] as Warning[])]))
}

function outcomeOf(error: unknown, signal: AbortSignal, at: number): Outcome {
  if (error === undefined) return { state: 'completed' }
  return { state: 'aborted', reason: messageOf(signal.aborted ? signal.reason : error), at }
}

function checkInput(name: string, input: unknown, problems: Problem[]): void {
  const isRequest = typeof input === 'string' || (typeof input === 'object' && input !== null && !Array.isArray(input))
  if (typeof input !== 'function' && !isRequest) expected("a function, or a request such as 'GET /health'", input, name, problems)
}

function describe(name: string, { samples }: MeasuredTask): StoredBenchmark {
  const distribution = distributionOf(samples)
  if (distribution === undefined) throw new BenchmarkError(name, 'had no iteration')
  const latency = statisticsOf(samples, distribution)
  // A function that is over before the clock moves on counts as fast as the mean of all.
  const rates = samples.map((time) => 1000 / (time > 0 ? time : latency.mean || NANOSECOND))
  const perSecond = distributionOf(rates)
  const throughput = { ...statisticsOf(rates, perSecond ?? distribution), mean: latency.mean > 0 ? 1000 / latency.mean : 0 }
  return { name, latency, throughput, totalTime: latency.mean * latency.samplesCount, distribution }
}
