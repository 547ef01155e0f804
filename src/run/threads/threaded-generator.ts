import { messageOf } from '../../core/errors.ts'
import { monotonicNow } from '../../core/monotonic-now.ts'
import type { RunTime } from '../../engine/run-time.ts'
import { Grid } from '../../metrics/grid.ts'
import { IntervalMerger } from '../../metrics/interval-merger.ts'
import type { IntervalSink } from '../../metrics/interval-sink.ts'
import type { Ending } from '../ending.ts'
import { type GeneratorReport, type GeneratorState, type LoadGenerator, mergeReports } from '../load-generator.ts'
import { adviceOn, reachTarget, type Work } from '../local-generator.ts'
import { cutsOf, type ThreadPlan } from '../plan.ts'
import { tasksOf } from './tasks-of.ts'
import { Thread, type ThreadListener } from './thread.ts'
import type { ThreadTask } from './thread-task.ts'

export interface ThreadedGeneratorOptions {
  readonly work: Work
  readonly threads: ThreadPlan
  readonly time: RunTime
  readonly ending: Ending
  readonly sink: IntervalSink
  /** Called after each second that all threads have passed, when its interval was handed over. */
  readonly onSecond: (state: GeneratorState) => void
}

/** Milliseconds before the time begins in which all threads hear of it. */
const LEAD = 50
/** Milliseconds that threads may take longer than one would: they give themselves up first, and tell what they measured. */
const SLACK = 3000

/** Generates the load in several threads, each of which has its part of it. */
export class ThreadedGenerator implements LoadGenerator {
  readonly #options: ThreadedGeneratorOptions
  readonly #grid: Grid
  readonly #merger: IntervalMerger
  readonly #states: GeneratorState[]
  readonly #threads: Thread[] = []
  /** The whole second that was told last, or in which the time begins. */
  #second: number

  constructor(options: ThreadedGeneratorOptions) {
    const { work, threads, sink } = options
    this.#options = options
    this.#second = Math.floor(-work.options.warmUp / 1000)
    this.#grid = new Grid(cutsOf(work))
    this.#merger = new IntervalMerger(this.#grid, threads.count, sink)
    this.#states = new Array<GeneratorState>(threads.count).fill({ vus: 0, isUsedUp: false, spun: 0 })
  }

  async prepare(): Promise<void> {
    const { work, threads, ending } = this.#options
    await reachTarget(work)
    await this.#startAll(tasksOf(work, threads))
    const abort = (): void => {
      for (const thread of this.#threads) thread.abort(messageOf(ending.signal.reason))
    }
    if (ending.signal.aborted) abort()
    else ending.signal.addEventListener('abort', abort, { once: true })
    await ending.ready(Promise.all(this.#threads.map(({ ready }) => ready)), adviceOn(work.options))
  }

  get spun(): number {
    return this.#states.reduce((sum, { spun }) => sum + spun, 0)
  }

  async begin(): Promise<void> {
    const { work, time } = this.#options
    const wait = LEAD + work.options.warmUp
    const zero = monotonicNow() + wait
    time.begin(wait)
    for (const thread of this.#threads) thread.begin(zero)
  }

  async run(): Promise<GeneratorReport> {
    const { work, ending } = this.#options
    const latest = Math.max(...work.parts.map(({ latestEnd }) => latestEnd)) + SLACK
    await ending.within(Promise.all(this.#threads.map(({ ended }) => ended)), latest)
    await Promise.all(this.#threads.map((thread) => thread.stop()))
    return mergeReports(this.#threads.flatMap(({ report }) => report ?? []))
  }

  finish(last: number): void {
    this.#merger.seal(this.#grid.intervalAt(last).end)
  }

  /** All of them, or none. */
  async #startAll(tasks: readonly ThreadTask[]): Promise<void> {
    try {
      for (const task of tasks) this.#threads.push(this.#start(task))
    } catch (error) {
      await Promise.all(this.#threads.map((thread) => thread.stop()))
      throw error
    }
  }

  #start(task: ThreadTask): Thread {
    const { ending } = this.#options
    const { index } = task
    const listener: ThreadListener = {
      onBatch: (message) => {
        for (const interval of message.batch.intervals) this.#merger.add(index, interval)
        for (const late of message.batch.late) this.#merger.addLate(index, late)
        if (message.kind === 'second') this.#pass(index, message.passed, message.state)
        else
          this.#pass(index, Number.POSITIVE_INFINITY, {
            vus: 0,
            isUsedUp: message.report?.usedUpAt !== undefined,
            spun: this.#states[index]?.spun ?? 0,
          })
      },
      onFail: (error) => ending.fail(error),
      onAbort: (reason) => ending.abort(reason),
    }
    return new Thread(task, listener)
  }

  #pass(index: number, moment: number, state: GeneratorState): void {
    this.#states[index] = state
    this.#merger.pass(index, moment)
    const second = Math.floor(this.#merger.passed / 1000)
    if (second <= this.#second || second === Number.POSITIVE_INFINITY) return
    this.#second = second
    this.#options.onSecond({
      vus: this.#states.reduce((sum, { vus }) => sum + vus, 0),
      isUsedUp: this.#states.every(({ isUsedUp }) => isUsedUp),
      spun: this.spun,
    })
  }
}
