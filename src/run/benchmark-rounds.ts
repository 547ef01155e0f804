import { setImmediate as nextTurn } from 'node:timers/promises'
import { Bench, type Task } from 'tinybench'
import { LoadTestError, messageOf } from '../core/errors.ts'
import { StallError, StallWatch } from './stall-watch.ts'

/** A function to be measured again and again. */
export interface BenchmarkTask {
  readonly name: string
  readonly fn: () => unknown
  /** Milliseconds in which an iteration that is async has to settle. */
  readonly timeout: number
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

/** What rounds came to. */
export interface EndedRounds {
  /** Of each task, in their order. */
  readonly measured: readonly MeasuredTask[]
  /** What ended the rounds before their time. */
  readonly error: unknown
}

/** How often several tasks take turns at least: what slows the machine for a while slows all of them. */
const LEAST_TURNS = 10
/** Milliseconds of a round at most, for each task. After it everything else of this process has its turn: a time-out of the test, Ctrl-C. */
const ROUND = 25
/** Iterations of a task that are enough: more would not change a figure, and take gigabytes of a function that is over in nanoseconds. */
const ENOUGH = 4_000_000

/** A benchmark that could not be finished: its function threw, did not settle, or the test is over. */
export class BenchmarkError extends LoadTestError {
  constructor(name: string, reason: string, options?: ErrorOptions) {
    super('ERR_LOAD_BENCHMARK', `The benchmark '${name}' ${reason}`, options)
  }
}

interface Measuring {
  readonly task: BenchmarkTask
  readonly isAsync: boolean
  parts: number[][]
  count: number
  /** Milliseconds of all its iterations. */
  spent: number
  /** Iterations of the rounds that found the clock too coarse. */
  saturated: number
}

const nothing = { count: 0, spent: 0, saturated: 0 } as const

/** Measures tasks with tinybench, in turns where there are several, and gives their samples: those so far, where one of them fails. */
export async function runRounds(
  tasks: readonly BenchmarkTask[],
  { time, iterations, warmUp, signal }: RoundsOptions,
): Promise<EndedRounds> {
  const watch = new StallWatch(signal)
  const all: Measuring[] = []
  let isMeasuring = false
  try {
    for (const task of tasks) all.push({ task, isAsync: await isAsync(task, watch), parts: [], ...nothing })
    if (warmUp > 0) await takeTurns(all, { time: warmUp, iterations: 1 }, watch)
    for (const one of all) Object.assign(one, nothing, { parts: [] })
    isMeasuring = true
    await takeTurns(all, { time, iterations }, watch)
    return { measured: all.map(measuredOf), error: undefined }
  } catch (error) {
    return { measured: isMeasuring ? all.map(measuredOf) : [], error }
  } finally {
    watch.end()
  }
}

function measuredOf({ parts, count, saturated }: Measuring): MeasuredTask {
  return { samples: joined(parts), isSaturated: saturated > count / 2 }
}

async function takeTurns(
  all: readonly Measuring[],
  { time, iterations }: Pick<RoundsOptions, 'time' | 'iterations'>,
  watch: StallWatch,
): Promise<void> {
  const round = Math.min(ROUND, all.length === 1 ? time : time / LEAST_TURNS)
  const isDone = ({ count, spent }: Measuring): boolean => count >= ENOUGH || (spent >= time && count >= iterations)
  for (let left = all; left.length > 0; left = left.filter((one) => !isDone(one))) {
    for (const one of left) {
      await runRound(one, Math.min(round, Math.max(0, time - one.spent)), watch)
      await nextTurn()
    }
  }
}

/** Nothing of ours is between tinybench's clock and the function. */
async function runRound(one: Measuring, time: number, watch: StallWatch): Promise<void> {
  const { task, isAsync, parts } = one
  const bench = new Bench({ time, iterations: 1, warmup: false, retainSamples: true, throws: true, signal: watch.over })
  let isSaturated = false
  bench.addEventListener('warning', () => {
    isSaturated = true
  })
  bench.add(task.name, task.fn, isAsync ? { async: true, beforeEach: watch.begin } : { async: false })
  await guarded(task, () => bench.run(), watch)
  const samples = samplesOf(bench.tasks[0] as Task)
  parts.push(samples)
  one.count += samples.length
  for (const sample of samples) one.spent += sample
  if (isSaturated) one.saturated += samples.length
}

const AsyncFunction = (async () => {}).constructor

/** Whether it returns a promise. Left to itself tinybench would call it once in every round to see. */
async function isAsync(task: BenchmarkTask, watch: StallWatch): Promise<boolean> {
  if (task.fn instanceof AsyncFunction) return true
  return await guarded(
    task,
    async () => {
      const returned = task.fn()
      const isThenable = typeof (returned as Partial<PromiseLike<unknown>> | null | undefined)?.then === 'function'
      if (isThenable) await returned
      return isThenable
    },
    watch,
  )
}

async function guarded<T>({ name, timeout }: BenchmarkTask, work: () => Promise<T>, watch: StallWatch): Promise<T> {
  return await watch.guard(work, timeout).catch((error: unknown) => {
    throw error instanceof StallError
      ? new BenchmarkError(name, error.message)
      : new BenchmarkError(name, `failed: ${messageOf(error)}`, { cause: error })
  })
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
