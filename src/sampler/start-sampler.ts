import { Worker } from 'node:worker_threads'
import { messageOf } from '../core/errors.ts'
import { monotonicNow } from '../core/monotonic-now.ts'
import type { StoredResources } from '../metrics/resources.ts'
import { createGeneratorCell, type GeneratorCell } from './generator-cell.ts'
import type { SamplerAnswer, SamplerData, SamplerOrder, SamplerTask } from './sampler-task.ts'

/** The sampler of a run, seen from the generator's thread. */
export interface RunSampler {
  /** Resolves when the base reading was taken, or when that would take too long. Never rejects. */
  ready(): Promise<void>
  /** The run's moment 0, on the scale of `performance.now()`. */
  begin(zero: number): void
  /** Ends it, and gives what was read. Never rejects; a second call gives the same. */
  end(): Promise<StoredResources>
}

/** Milliseconds that a run waits for the base reading: starting a thread was measured to take 30 to 60. */
const BASE_WAIT = 1000
/** Milliseconds that a run waits for what was read; the sampler itself gives up sooner. */
const END_WAIT = 5000

// Compiled it is a `.js` file; run from the sources, a `.ts` file.
const extension = import.meta.url.slice(import.meta.url.lastIndexOf('.'))

/**
 * Starts sampling in a thread of its own. It keeps the process from ending only while somebody waits for it. `spun` tells the milliseconds
 * that the generator spent spinning so far.
 */
export function startSampler(task: SamplerTask, spun: () => number): RunSampler {
  const cell = createGeneratorCell(spun)
  const leaving = setInterval(() => cell.write(), task.every)
  leaving.unref()
  cell.write()
  const thread = startThread(task, cell)
  let ending: Promise<StoredResources> | undefined
  return {
    ready: async () => await within(BASE_WAIT, Promise.race([thread.ready, thread.ended])),
    begin(zero) {
      thread.send({ kind: 'begin', zero: zero + monotonicNow() - performance.now() })
    },
    end() {
      ending ??= end()
      return ending
    },
  }

  async function end(): Promise<StoredResources> {
    clearInterval(leaving)
    cell.write()
    thread.send({ kind: 'end' })
    await within(END_WAIT, thread.ended)
    await thread.stop()
    return await thread.ended
  }
}

interface Thread {
  readonly ready: Promise<void>
  readonly ended: Promise<StoredResources>
  send(order: SamplerOrder): void
  stop(): Promise<void>
}

function startThread(task: SamplerTask, { memory }: GeneratorCell): Thread {
  const ready = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<StoredResources>()
  const fail = (why: string): void => ended.resolve(withoutReadings(why))
  let worker: Worker
  try {
    const workerData: SamplerData = { task, cell: memory }
    const file = new URL(`./worker${extension}`, import.meta.url)
    // None of this process's flags: a test's process has some that a thread can't have.
    worker = new Worker(file, { workerData, execArgv: [], name: 'vitest-load sampler' })
  } catch (error) {
    fail(`it could not start: ${messageOf(error)}`)
    return { ready: ready.promise, ended: ended.promise, send() {}, async stop() {} }
  }
  worker.unref()
  worker.on('message', (answer: SamplerAnswer) => {
    if (answer.kind === 'ready') ready.resolve()
    else ended.resolve(answer.resources)
  })
  worker.on('error', (error) => fail(messageOf(error)))
  worker.on('exit', () => fail('it ended'))
  return {
    ready: ready.promise,
    ended: ended.promise,
    send: (order) => worker.postMessage(order),
    async stop() {
      await worker.terminate()
      fail('it did not end in time')
    },
  }
}

function withoutReadings(why: string): StoredResources {
  return { series: [], marks: [{ at: 0, until: 0, source: 'system', message: `the sampler failed: ${why}` }] }
}

/** Waits for a promise, but not for ever; meanwhile the process lives. */
async function within(milliseconds: number, promise: Promise<unknown>): Promise<void> {
  const { promise: over, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, milliseconds)
  await Promise.race([promise, over])
  clearTimeout(timer)
}
