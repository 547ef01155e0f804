import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { LoadTestError, messageOf } from '../core/errors.ts'
import type { ProxyAnswer, ProxyOrder, ProxyTask } from './proxy-task.ts'

/** A fault proxy could not do what it was told. */
export class FaultProxyError extends LoadTestError {
  constructor(message: string) {
    super('ERR_LOAD_PROXY', message)
  }
}

// Compiled it is a `.js` file; run from the sources, a `.ts` file.
const extension = import.meta.url.slice(import.meta.url.lastIndexOf('.'))

/** Milliseconds in which a thread has to reset its connections, and to end: no test shall hang with one that is stuck. */
const CLOSE_GRACE = 2000

/** The thread of a proxy, seen from the main one. It keeps the process from ending only while somebody waits for it. */
export class ProxyThread {
  readonly #worker: Worker
  readonly #asked: PromiseWithResolvers<ProxyAnswer>[] = []
  #over: string | undefined
  port = 0

  private constructor(task: ProxyTask) {
    const file = new URL(`./worker${extension}`, import.meta.url)
    // None of this process's flags: a test's process has some that a thread can't have.
    this.#worker = new Worker(file, { workerData: task, execArgv: [], name: 'vitest-load fault proxy' })
    this.#worker.on('message', (answer: ProxyAnswer) => this.#hear(answer))
    this.#worker.on('error', (error) => this.#end(messageOf(error)))
    this.#worker.on('exit', () => this.#end('it was closed'))
  }

  /** Resolves when it listens. */
  static async start(task: ProxyTask): Promise<ProxyThread> {
    const thread = new ProxyThread(task)
    try {
      const answer = await thread.#answer()
      if (answer.kind === 'listening') thread.port = answer.port
      return thread
    } catch (error) {
      await thread.stop()
      throw error
    }
  }

  /** Resolves when the order was followed; rejects where it could not be. */
  async order(order: ProxyOrder): Promise<void> {
    if (this.#over !== undefined) throw new FaultProxyError(`Expected a fault proxy that runs: ${this.#over}`)
    this.#worker.postMessage(order)
    await this.#answer()
  }

  /** Resets all connections first: with the thread alone they would end as if all had been said. */
  async close(): Promise<void> {
    await within(CLOSE_GRACE, this.order({ kind: 'down' }))
    await this.stop()
  }

  async stop(): Promise<void> {
    this.#end('it was closed')
    await within(CLOSE_GRACE, this.#worker.terminate())
    this.#worker.unref()
  }

  async #answer(): Promise<ProxyAnswer> {
    const asked = Promise.withResolvers<ProxyAnswer>()
    this.#asked.push(asked)
    this.#worker.ref()
    const answer = await asked.promise
    if (answer.kind === 'failed') throw new FaultProxyError(`The fault proxy failed: ${answer.message}`)
    return answer
  }

  #hear(answer: ProxyAnswer): void {
    this.#asked.shift()?.resolve(answer)
    if (this.#asked.length === 0) this.#worker.unref()
  }

  #end(why: string): void {
    this.#over ??= why
    for (const asked of this.#asked.splice(0)) asked.resolve({ kind: 'failed', message: this.#over })
  }
}

/** However it ends, or not. */
async function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const timer = new AbortController()
  const over = sleep(milliseconds, undefined, { signal: timer.signal, ref: false })
  await Promise.race([work, over]).catch(() => {})
  timer.abort()
  await over.catch(() => {})
}
