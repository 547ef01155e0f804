import { systemCodeOf } from '../core/errors.ts'
import { ResponseError } from './wire/response-error.ts'

/**
 * Whether an exchange that lost its connection is tried again. A server may close an idle connection just when a request is on its way to
 * it. A method that may be repeated is then sent again (RFC 9110 §9.2.2), as browsers do, and it is no sample of its own: nothing is wrong
 * with the server. So only where it was that race: the connection was stale, that is, it had served before and nothing of a response had
 * come, and it was lost within 50 ms of sending. Everything else is a `reset`, such as a server that works on the request and then dies.
 * What had not been sent yet (`sent` is `undefined`), or could not be written to the end, is always sent anew. It happens once, as the new
 * connection is not stale.
 */
export function mayResend(error: Error, isStale: boolean, isIdempotent: boolean, sent: number | undefined): boolean {
  if (!isStale || !isLoss(error)) return false
  if (sent === undefined || wasRefused(error)) return true
  return isIdempotent && performance.now() - sent <= longestRace
}

/** Milliseconds: far above a round trip to what is load-tested, far below what a crash or a proxy's time-out takes. */
const longestRace = 50
const lossCodes: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'])

function isLoss(error: Error): boolean {
  return error instanceof ResponseError ? error.kind === 'cut-off' : lossCodes.has(systemCodeOf(error) ?? '')
}

// The connection was gone before all of the request was handed over, so the server never had all of it.
function wasRefused(error: Error): boolean {
  return 'syscall' in error && error.syscall === 'write'
}
