import type { Failure, IterationSample } from '../metrics/sample.ts'
import type { Scope } from '../metrics/scope.ts'
import { describeException } from './exception.ts'
import type { RunTime } from './run-time.ts'

/** Work that is no request, and is a sample all the same. Milliseconds. */
export interface Work {
  readonly endpoint: string
  readonly start: number
  /** By how much it is late: that is part of its latency. */
  readonly lag: number
  /** Of its time, what is none of the latency. */
  readonly slept?: number
}

/** Puts work that ends now into a scope. */
export function recordWork(
  scope: Scope,
  now: number,
  { endpoint, start, lag, slept = 0 }: Work,
  outcome: IterationSample['outcome'],
  failure: Failure | undefined,
): void {
  const took = Math.max(0, now - start - slept)
  scope.request({
    endpoint,
    outcome: outcome === 'completed' ? 'succeeded' : outcome,
    end: now,
    latency: took + lag,
    serviceTime: outcome === 'completed' ? took : undefined,
    ttfb: undefined,
    connect: undefined,
    sent: 0,
    received: 0,
    failure,
  })
}

/** What `measure` does for one user. */
export class Measuring {
  readonly #time: RunTime
  /** What is under way; made on first use, as most users measure nothing. */
  #open: Map<Work, Scope> | undefined
  /** How often it was asked for since `begin`. */
  count = 0

  constructor(time: RunTime) {
    this.#time = time
  }

  /** A new iteration begins. */
  begin(): void {
    this.count = 0
  }

  async measure<T>(scope: Scope, endpoint: string, lag: number, run: () => T | Promise<T>): Promise<T> {
    this.count += 1
    const work: Work = { endpoint, start: this.#time.now(), lag }
    this.#open ??= new Map()
    this.#open.set(work, scope)
    try {
      const value = await run()
      this.#end(work, 'completed')
      return value
    } catch (thrown) {
      this.#end(work, 'failed', describeException(thrown))
      if (typeof thrown === 'object' && thrown !== null) measured.add(thrown)
      throw thrown
    }
  }

  /** What is under way is cut: nobody knows how long it would have taken. */
  interrupt(): void {
    for (const work of this.#open?.keys() ?? []) this.#end(work, 'interrupted')
  }

  #end(work: Work, outcome: IterationSample['outcome'], failure?: Failure): void {
    const scope = this.#open?.get(work)
    // It was cut before.
    if (scope === undefined) return
    this.#open?.delete(work)
    recordWork(scope, this.#time.now(), work, outcome, failure)
  }
}

/** Whether `measure` has counted an error already. */
export function isMeasured(thrown: unknown): boolean {
  return measured.has(thrown as object)
}

const measured = new WeakSet<object>()
