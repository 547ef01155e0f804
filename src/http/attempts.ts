import { formatDuration } from '../core/format.ts'
import type { Random } from '../core/random.ts'
import type { Failure } from '../metrics/sample.ts'
import type { BackOff, RetryPolicy } from './retry.ts'
import { readRetryAfter } from './retry-after.ts'
import type { Exchange } from './transport.ts'

/** The attempts at one request. */
export class Attempts {
  readonly #policy: RetryPolicy
  readonly #random: Random
  #failed = 0
  #wait: number | undefined

  constructor(policy: RetryPolicy, random: Random) {
    this.#policy = policy
    this.#random = random
  }

  /** Milliseconds until the next attempt; `undefined`: there is none. */
  get wait(): number | undefined {
    return this.#wait
  }

  /** An attempt begins: unless it fails, it is the last. */
  begin(): void {
    this.#wait = undefined
  }

  /** An attempt failed. Returns the failure, with the reason why there is no other where that has to be said. */
  fail(failure: Failure, exchange?: Exchange): Failure {
    const { attempts, causes, backOff } = this.#policy
    const isCause = causes.has(failure.category) || (exchange !== undefined && causes.has(exchange.status))
    if (!isCause || this.#failed === attempts) return failure

    const wanted = exchange === undefined ? undefined : readRetryAfter(exchange.headers, Date.now())
    if (wanted !== undefined && wanted > backOff.max) return giveUp(failure, wanted, backOff)
    this.#wait = wanted ?? draw(backOff, this.#failed, this.#random)
    this.#failed += 1
    return failure
  }
}

/** Of a request that is sent once. */
export const onlyAttempt: Pick<Attempts, 'wait' | 'begin' | 'fail'> = { wait: undefined, begin() {}, fail: (failure) => failure }

function draw({ first, factor, max, jitter }: BackOff, failed: number, random: Random): number {
  const longest = Math.min(first * factor ** failed, max)
  return jitter ? longest * random.next() : longest
}

// A message of its own, so that it is a group of its own among the errors.
function giveUp(failure: Failure, wanted: number, { max }: BackOff): Failure {
  const because = `Retry-After asks for ${formatDuration(wanted)}, and \`retry.backOff.max\` is ${formatDuration(max)}`
  return {
    ...failure,
    message: `${failure.message}, not sent again: Retry-After is above ${formatDuration(max)}`,
    detail: failure.detail === undefined ? because : `${because}\n${failure.detail}`,
  }
}
