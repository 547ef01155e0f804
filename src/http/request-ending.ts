import type { Failure } from '../metrics/sample.ts'
import { notSent } from './limited-transport.ts'
import { createReply, type Reply } from './reply.ts'
import type { ParsedRequest } from './request.ts'
import { RequestError } from './request-error.ts'
import type { Exchange } from './transport.ts'

/** Whoever is told what came of a request in the end, after redirects and attempts: one of the two is called, once, and must not throw. */
export interface Ending {
  /** `request` is the last one, if redirects were followed. */
  respond(request: ParsedRequest, exchange: Exchange, failure: Failure | undefined): void
  fail(error: unknown): void
}

/** Whoever wants to know only whether a declared request succeeded; one ending does for all the requests of a user. */
export interface Conclusion {
  /** One that may not be sent any more did not succeed. */
  sent(succeeded: boolean): void
  /** What has to end the run: a `HostNotAllowedError`, or what `reachable` rejects with. */
  failed(error: unknown): void
}

export function concluding(conclusion: Conclusion): Ending {
  return {
    respond(_, __, failure) {
      conclusion.sent(failure === undefined)
    },
    fail(error) {
      if (error instanceof RequestError || error === notSent) conclusion.sent(false)
      else conclusion.failed(error)
    },
  }
}

/** The reply to a request, as a promise. It never settles for who was left behind: a rejection could send it round without a turn of the loop. */
export class Replying implements Ending {
  readonly reply = new Promise<Reply>(keepSettlers)
  readonly #resolve = resolveOfLast
  readonly #reject = rejectOfLast

  respond({ endpoint, prepared }: ParsedRequest, exchange: Exchange): void {
    this.#resolve(createReply(endpoint, prepared, exchange))
  }

  fail(error: unknown): void {
    if (error === notSent) return
    // What becomes of a request is a sample or ends the run, so a call that nobody waits for (yet) must not end the process.
    this.reply.catch(ignore)
    this.#reject(error)
  }
}

// A promise runs its executor at once, so one function serves all of them, where a closure for each took 0.1 µs.
let resolveOfLast: (reply: Reply) => void
let rejectOfLast: (error: unknown) => void

function keepSettlers(resolve: (reply: Reply) => void, reject: (error: unknown) => void): void {
  resolveOfLast = resolve
  rejectOfLast = reject
}

function ignore(): void {}
