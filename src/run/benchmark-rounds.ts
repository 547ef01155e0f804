import { Bench, type Task } from 'tinybench'
import { LoadTestError, messageOf } from '../core/errors.ts'

/** A function to be measured again and again. */
export interface BenchmarkTask {
  readonly name: string
  readonly fn: () => unknown
}

export interface RoundsOptions {
  /** Milliseconds for each task, of all rounds. */
  readonly time: number
  /** At least, for each task, in all rounds. */
  readonly iterations: number
  /** Milliseconds for each task, before the first round. */
  readonly warmUp: number
  readonly signal: AbortSignal
}

/** What the rounds measured of a task. */
export interface MeasuredTask {
  /** Milliseconds of each iteration. */
  readonly samples: Float64Array
  /** Whether the clock was too coarse for it, as far as its samples tell. */
  readonly isSaturated: boolean
}

/** How often several tasks take turns: what slows the machine for a while slows all of them. */
const ROUNDS = 10

/** A benchmark that could not be finished: its function threw, or the test is over. */
export class BenchmarkError extends LoadTestError {
  constructor(name: string, reason: string, options?: ErrorOptions) {
    super('ERR_LOAD_BENCHMARK', `The benchmark '${name}' ${reason}`, options)
  }
}

/** Measures tasks with tinybench, in turns where there are several, and gives their samples. */
export async function runRounds(
  tasks: readonly BenchmarkTask[],
  { time, iterations, warmUp, signal }: RoundsOptions,
): Promise<MeasuredTask[]> {
  const rounds = tasks.length === 1 ? 1 : ROUNDS
  // A task alone is what tinybench measures by itself: nothing of ours is between its clock and the function.
  const shared = { time: time / rounds, iterations: Math.ceil(iterations / rounds), retainSamples: true, throws: true, signal }
  const saturated = new Set<string>()
  const parts = tasks.map((): number[][] => [])
  for (let round = 0; round < rounds; round += 1) {
    const isFirst = round === 0 && warmUp > 0
    const bench = new Bench({ ...shared, warmup: isFirst, warmupTime: warmUp, warmupIterations: 1 })
    bench.addEventListener('warning', ({ task }) => {
      if (task !== undefined) saturated.add(task.name)
    })
    for (const { name, fn } of tasks) bench.add(name, fn)
    await bench.run().catch((error: unknown) => {
      const failed = bench.tasks.find(({ result }) => result.state === 'errored')?.name ?? (tasks[0]?.name as string)
      throw new BenchmarkError(failed, `failed: ${messageOf(error)}`, { cause: error })
    })
    for (const [index, task] of bench.tasks.entries()) parts[index]?.push(samplesOf(task))
  }
  return tasks.map(({ name }, index) => ({ samples: joined(parts[index] ?? []), isSaturated: saturated.has(name) }))
}

function samplesOf({ name, result }: Task): number[] {
  if (result.state !== 'completed') throw new BenchmarkError(name, 'was aborted')
  return result.latency.samples ?? []
}

function joined(parts: readonly number[][]): Float64Array {
  const samples = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0))
  let from = 0
  for (const part of parts) {
    samples.set(part, from)
    from += part.length
  }
  return samples
}
