import { Worker } from 'node:worker_threads'
import { messageOf } from '../../core/errors.ts'
import type { GeneratorReport } from '../load-generator.ts'
import { restoreError } from './sent-error.ts'
import type { ThreadMessage, ThreadOrder, ThreadTask } from './thread-task.ts'

/** What a thread's owner hears of it. */
export interface ThreadListener {
  /** Also of its last piece of a second. */
  onBatch(message: Extract<ThreadMessage, { kind: 'second' | 'ended' }>): void
  /** It can't go on, and the run has to reject with this. */
  onFail(error: Error): void
  /** It can't go on, and the run is over. */
  onAbort(reason: string): void
}

/** Milliseconds that a thread which was told to end may take; then it is cut. */
const END_WAIT = 5000

// Compiled it is a `.js` file; run from the sources, a `.ts` file.
const extension = import.meta.url.slice(import.meta.url.lastIndexOf('.'))

/** A thread of a run, seen from the main one. */
export class Thread {
  /** Settles when it is ready, or has ended. Never rejects. */
  readonly ready: Promise<void>
  /** Settles when it has told all, or is gone. Never rejects. */
  readonly ended: Promise<void>
  report: GeneratorReport | undefined
  readonly #worker: Worker
  readonly #name: string
  readonly #listener: ThreadListener
  readonly #ready = Promise.withResolvers<void>()
  readonly #ended = Promise.withResolvers<void>()
  #isOver = false
  #cut: NodeJS.Timeout | undefined

  /** Throws where the task can't be sent. */
  constructor(task: ThreadTask, listener: ThreadListener) {
    this.#name = `thread ${task.index + 1} of ${task.of}`
    this.#listener = listener
    this.ready = this.#ready.promise
    this.ended = this.#ended.promise
    const file = new URL(`./worker${extension}`, import.meta.url)
    // None of this process's flags: a test's process has some that a thread can't have.
    this.#worker = new Worker(file, { workerData: task, execArgv: [], name: `vitest-load ${this.#name}` })
    this.#worker.on('message', (message: ThreadMessage) => this.#hear(message))
    this.#worker.on('messageerror', (error) => this.#die(messageOf(error)))
    this.#worker.on('error', (error) => this.#die(messageOf(error)))
    this.#worker.on('exit', (code) => this.#die(`process.exit(${code})`))
  }

  begin(zero: number): void {
    this.#send({ kind: 'begin', zero })
  }

  /** Tells it to end, and cuts it where it does not. */
  abort(reason: string): void {
    if (this.#isOver) return
    this.#send({ kind: 'abort', reason })
    this.#cut ??= setTimeout(() => void this.stop(), END_WAIT)
  }

  /** Ends it, whatever it does. */
  async stop(): Promise<void> {
    this.#settle()
    await this.#worker.terminate()
  }

  #send(order: ThreadOrder): void {
    this.#worker.postMessage(order)
  }

  #hear(message: ThreadMessage): void {
    if (this.#isOver) return
    switch (message.kind) {
      case 'ready':
        this.#ready.resolve()
        break
      case 'second':
        this.#listener.onBatch(message)
        break
      case 'failed':
        this.#listener.onFail(restoreError(message.error))
        break
      case 'aborted':
        this.#listener.onAbort(message.reason)
        break
      case 'ended':
        this.report = message.report
        this.#listener.onBatch(message)
        this.#settle()
    }
  }

  #die(why: string): void {
    if (this.#isOver) return
    this.#settle()
    this.#listener.onAbort(`${this.#name} ended: ${why}`)
  }

  #settle(): void {
    this.#isOver = true
    clearTimeout(this.#cut)
    this.#ready.resolve()
    this.#ended.resolve()
  }
}
