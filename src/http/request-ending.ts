import type { Failure } from '../metrics/sample.ts'
import { notSent } from './limited-transport.ts'
import { createReply, type Reply } from './reply.ts'
import type { ParsedRequest } from './request.ts'
import { RequestError } from './request-error.ts'
import type { Exchange } from './transport.ts'

/** Whoever is told what came of a declared request; exactly one of the two is called, once. */
export interface Conclusion<T> {
  /** Whether it succeeded; one that may not be sent any more did not. */
  sent(succeeded: boolean): T
  /** What has to end the run: a `HostNotAllowedError`, or what `reachable` rejects with. */
  failed(error: unknown): T
}

/** For whoever wants to know only whether a request succeeded. */
export const whetherSent: Conclusion<boolean> = {
  sent: (succeeded) => succeeded,
  failed(error) {
    throw error
  },
}

/** What comes of a request in the end. */
export interface Ending<T> {
  /** `request` is the last one, if redirects were followed. */
  respond(request: ParsedRequest, exchange: Exchange, failure: Failure | undefined): T
  /** Throws what the caller is to be rejected with, where that is not `T`. */
  fail(error: unknown): T | Promise<T>
}

/** Tells whoever wants to know of a declared request. */
export class Concluding<T> implements Ending<T> {
  readonly #conclusion: Conclusion<T>

  constructor(conclusion: Conclusion<T>) {
    this.#conclusion = conclusion
  }

  respond(_: ParsedRequest, __: Exchange, failure: Failure | undefined): T {
    return this.#conclusion.sent(failure === undefined)
  }

  fail(error: unknown): T {
    const isEnded = error instanceof RequestError || error === notSent
    return isEnded ? this.#conclusion.sent(false) : this.#conclusion.failed(error)
  }
}

/** Whether a request succeeded. */
export const asSuccess: Ending<boolean> = {
  respond: (_, __, failure) => failure === undefined,
  fail(error) {
    if (error instanceof RequestError || error === notSent) return false
    throw error
  },
}

/** The reply to a request. */
export const asReply: Ending<Reply> = {
  respond: ({ endpoint, prepared }, exchange) => createReply(endpoint, prepared, exchange),
  fail(error) {
    if (error === notSent) return never()
    throw error
  },
}

/** Whoever still asks was left behind: a rejection could send it round and round without a turn of the event loop. */
export function never(): Promise<never> {
  return new Promise(() => {})
}
