import { types } from 'node:util'
import { messageOf } from '../core/errors.ts'
import { expected, type Reader } from '../core/options.ts'
import type { ErrorCategory } from '../metrics/error-category.ts'
import type { Failure } from '../metrics/sample.ts'
import { createReply, type Reply } from './reply.ts'
import type { Exchange, PreparedRequest } from './transport.ts'

/**
 * What a response has to be: a status, one of several, or what a function accepts with `true`; a text that it returns is the reason
 * for the failure. It decides alone: a status of 400 or more that is expected does not fail.
 */
export type Expect = number | readonly number[] | ((reply: Reply) => true | string | false)

/** Why a response fails, if it does. */
export function judge(
  expect: Expect | undefined,
  endpoint: string,
  request: PreparedRequest,
  exchange: Exchange,
): Failure | undefined {
  const { status } = exchange
  if (expect === undefined) return status < 400 ? undefined : statusFailure(exchange)
  if (typeof expect !== 'function') {
    if (expectsStatus(expect, status)) return undefined
    return status < 400
      ? expectationFailure(`expected status ${[expect].flat().join(' or ')}, got ${status}`, exchange)
      : statusFailure(exchange)
  }

  const { reason, isOwn } = ask(expect, createReply(endpoint, request, exchange))
  if (reason === undefined) return undefined
  // That the body of an error page isn't as expected says less than the error.
  return status < 400 || isOwn ? expectationFailure(reason, exchange) : statusFailure(exchange)
}

export function expectsStatus(expect: Expect | undefined, status: number): boolean {
  return typeof expect === 'number' ? expect === status : Array.isArray(expect) && expect.includes(status)
}

/** Reads an `expect`. */
export const expectation: Reader<Expect> = (found, at, problems) => {
  const statuses = [found].flat()
  if (typeof found === 'function' || (statuses.length > 0 && statuses.every(isStatus))) return found as Expect
  expected('a status such as 201, a list of them, or a function', found, at, problems)
  return () => true
}

function isStatus(found: unknown): boolean {
  return Number.isInteger(found) && (found as number) >= 200 && (found as number) <= 599
}

function ask(accept: (reply: Reply) => unknown, reply: Reply): { readonly reason?: string; readonly isOwn: boolean } {
  let answer: unknown
  try {
    answer = accept(reply)
  } catch (error) {
    return { reason: messageOf(error), isOwn: false }
  }
  if (answer === true) return { isOwn: false }
  if (typeof answer === 'string') return { reason: answer, isOwn: true }
  if (answer === false) return { reason: 'not as expected', isOwn: false }
  // A promise comes too late for a verdict, and its own rejection must not end the process.
  if (types.isPromise(answer)) answer.catch(() => {})
  const found = types.isPromise(answer) ? 'a promise' : messageOf(answer)
  return { reason: `\`expect\` has to return true, false or a reason, got ${found}`, isOwn: true }
}

function statusFailure(exchange: Exchange): Failure {
  return { category: categoryOf(exchange.status), message: statusLine(exchange), detail: describe(exchange) }
}

function expectationFailure(message: string, exchange: Exchange): Failure {
  return { category: 'expectation', message, detail: describe(exchange) }
}

function categoryOf(status: number): ErrorCategory {
  if (status === 429) return 'rate-limited'
  return status < 500 ? 'http-4xx' : 'http-5xx'
}

/** Such as `404 Not Found`. */
function statusLine({ status }: Exchange): string {
  // An import would ask for all that the module has, among it Node's own WebSocket: that was measured to take 5 MB.
  const phrase = process.getBuiltinModule('node:http').STATUS_CODES[status]
  return phrase === undefined ? String(status) : `${status} ${phrase}`
}

function describe(exchange: Exchange): string {
  const { body, headers } = exchange
  if (body === undefined || body.length === 0 || headers['content-encoding'] !== undefined) return statusLine(exchange)
  // A character of UTF-8 has at most four bytes.
  const start = new TextDecoder().decode(body.subarray(0, 4 * bodyStart)).slice(0, bodyStart)
  return `${statusLine(exchange)}\n${start}`
}

const bodyStart = 300
