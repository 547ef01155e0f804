import { type Clock, systemClock } from '../core/clock.ts'
import { LoadTestError } from '../core/errors.ts'
import { ask } from './ask.ts'
import { isHostNotAllowed } from './classify.ts'
import { type Expect, judge } from './expect.ts'
import type { SocketOptions } from './open-socket.ts'
import { type ParsedRequest, parseRequest } from './request.ts'
import { parseRequestDefaults } from './request-defaults.ts'
import { RequestError } from './request-error.ts'
import type { Transport } from './transport.ts'
import { createWireTransport } from './wire/wire.ts'

export interface ReadyOptions extends SocketOptions {
  readonly url: string
  /** What its answer has to be. @default a status below 400 */
  readonly expect?: Expect | undefined
  /** Milliseconds. */
  readonly timeout: number
  readonly signal?: AbortSignal | undefined
  readonly clock?: Clock
}

/** A server did not become ready in time. */
export class NotReadyError extends LoadTestError {
  constructor(url: string, timeout: number, last: string) {
    super(
      'ERR_LOAD_READY',
      `${url} was not ready within ${timeout / 1000} s. ${last}. Look at the server's own output, or raise \`timeout\``,
    )
  }
}

/**
 * Asks a URL again and again until it answers as it should. Rejects with a `NotReadyError` that tells the last answer, with the guard's
 * `HostNotAllowedError`, or with the signal's reason.
 */
export async function waitUntilReady({
  url,
  expect,
  timeout,
  signal,
  clock = systemClock,
  ...options
}: ReadyOptions): Promise<void> {
  const deadline = clock.now() + timeout
  const request = await parse(url, expect)
  const transport = createWireTransport({ ...options, keepAlive: false })
  const cut = (): void => void transport.close()
  signal?.addEventListener('abort', cut, { once: true })
  let last: string | undefined
  try {
    for (let left = timeout; ; left = deadline - clock.now()) {
      signal?.throwIfAborted()
      const problem = await attempt(transport, request, Math.min(Math.max(1, Math.ceil(left)), longestAttempt))
      signal?.throwIfAborted()
      if (problem === undefined) return
      if (last === undefined || !problem.isTimeout || left >= patience(timeout)) last = problem.message
      if (deadline - clock.now() <= pause) throw new NotReadyError(url, timeout, last)
      await clock.sleep(pause, signal)
    }
  } finally {
    signal?.removeEventListener('abort', cut)
    await transport.close()
  }
}

/** Milliseconds between two attempts. */
const pause = 100

/** Milliseconds: a request that got lost while the server was starting must not use up all of the time. */
const longestAttempt = 10_000

/** Milliseconds: an attempt that had less of the time left, and got no answer, tells less than the one before it. */
function patience(timeout: number): number {
  return Math.min(1000, timeout / 4)
}

interface Problem {
  readonly message: string
  readonly isTimeout: boolean
}

async function parse(url: string, expect: Expect | undefined): Promise<ParsedRequest> {
  const defaults = parseRequestDefaults('ready', { keepsBodies: false })
  return parseRequest('ready', { path: url, ...(expect === undefined ? {} : { expect }) }, defaults)
}

/** What is wrong with the answer, or with the attempt. */
async function attempt(
  transport: Transport,
  { endpoint, prepared, expect }: ParsedRequest,
  timeout: number,
): Promise<Problem | undefined> {
  try {
    const exchange = await ask(transport, { ...prepared, timeout })
    const failure = judge(expect, endpoint, prepared, exchange)
    return failure && { message: `The last answer: ${failure.message}`, isTimeout: false }
  } catch (error) {
    if (isHostNotAllowed(error)) throw error.cause
    if (!(error instanceof RequestError)) throw error
    return { message: `The last attempt: ${error.message}`, isTimeout: error.category === 'timeout' }
  }
}
