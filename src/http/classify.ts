import { messageOf, systemCodeOf } from '../core/errors.ts'
import type { ErrorCategory } from '../metrics/error-category.ts'
import { HostNotAllowedError } from './host-guard.ts'
import { RequestError } from './request-error.ts'
import { ResponseError } from './wire/response-error.ts'

export interface Classification {
  readonly category: ErrorCategory
  /** The same for every error of a kind at one target. */
  readonly message: string
}

/** What an error of a socket, of a response or of undici means for a request to `target`, such as `127.0.0.1:3000`. */
export function classify(error: unknown, target: string): Classification {
  if (error instanceof HostNotAllowedError) return { category: 'exception', message: error.message }

  if (error instanceof ResponseError) return classifyResponseError(error, target)
  const code = systemCodeOf(error) ?? ''
  const message = messageOf(error)
  if (code === 'UND_ERR_SOCKET') return classifySocketError(message, target)
  if (error instanceof Error && error.name === 'HTTPParserError') return classifyParserError(message, target)
  const known = Object.hasOwn(classifications, code) ? classifications[code] : undefined
  if (known !== undefined) return { category: known[0], message: known[1].replace('TARGET', target) }

  if (isTlsCode(code)) return { category: 'tls', message: `TLS with ${target} failed (${code})` }
  // What else the system reports happened to the connection.
  if (/^E[A-Z\d]+$/.test(code)) return { category: 'reset', message: `connection to ${target} failed (${code})` }
  return { category: 'protocol', message: `request to ${target} failed (${code === '' ? message : code})` }
}

/** Whether a request failed because its host may not be loaded: then the run stops. */
export function isHostNotAllowed(error: unknown): error is RequestError & { readonly cause: HostNotAllowedError } {
  return error instanceof RequestError && error.cause instanceof HostNotAllowedError
}

const tooLarge = 'response headers from TARGET are too large'

const classifications: Readonly<Record<string, readonly [ErrorCategory, string]>> = {
  ECONNREFUSED: ['refused', 'connection refused by TARGET'],
  EHOSTUNREACH: ['refused', 'no route to TARGET (EHOSTUNREACH)'],
  ENETUNREACH: ['refused', 'no route to TARGET (ENETUNREACH)'],
  ECONNRESET: ['reset', 'connection reset by TARGET'],
  ECONNABORTED: ['reset', 'connection reset by TARGET'],
  EPIPE: ['reset', 'connection closed by TARGET'],
  ENOTFOUND: ['dns', 'host name of TARGET not found (ENOTFOUND)'],
  EAI_AGAIN: ['dns', 'host name of TARGET not resolved (EAI_AGAIN)'],
  EAI_FAIL: ['dns', 'host name of TARGET not resolved (EAI_FAIL)'],
  EAI_NODATA: ['dns', 'host name of TARGET not found (EAI_NODATA)'],
  ETIMEDOUT: ['timeout', 'connection to TARGET timed out (ETIMEDOUT)'],
  UND_ERR_CONNECT_TIMEOUT: ['timeout', 'connection to TARGET timed out'],
  EPROTO: ['tls', 'TLS with TARGET failed (EPROTO)'],
  UND_ERR_HEADERS_OVERFLOW: ['protocol', tooLarge],
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: ['protocol', 'response from TARGET is not as long as its content-length'],
  EMFILE: ['generator', 'this process has too many open files (EMFILE)'],
  ENFILE: ['generator', 'this machine has too many open files (ENFILE)'],
  EADDRNOTAVAIL: ['generator', 'this machine has no free port to TARGET (EADDRNOTAVAIL)'],
  ENOBUFS: ['generator', 'this machine has no buffer space left (ENOBUFS)'],
}

function classifyResponseError({ kind, reason }: ResponseError, target: string): Classification {
  switch (kind) {
    case 'malformed':
      return { category: 'protocol', message: `malformed response from ${target} (${reason})` }
    case 'too-large':
      return { category: 'protocol', message: tooLarge.replace('TARGET', target) }
    case 'unexpected':
      return { category: 'protocol', message: `unexpected response from ${target} (${reason})` }
    case 'cut-off':
      return { category: 'reset', message: `connection closed by ${target}` }
  }
}

// undici has one code for what the other side did; only its words tell a lost connection from an answer that nobody asked for.
function classifySocketError(message: string, target: string): Classification {
  const isUnexpected = message === 'bad response' || message === 'bad upgrade'
  if (isUnexpected) return { category: 'protocol', message: `unexpected response from ${target} (${message})` }
  return { category: 'reset', message: `connection closed by ${target}` }
}

// The parser's words are constant, and often all it gives; an early end comes through it where the connection was to be closed anyway.
function classifyParserError(message: string, target: string): Classification {
  const reason = /\((.+)\)$/.exec(message)?.[1] ?? message
  if (reason === 'Invalid EOF state') return { category: 'reset', message: `connection closed by ${target}` }
  return { category: 'protocol', message: `malformed response from ${target} (${reason})` }
}

// OpenSSL's names for what is wrong with a certificate have no prefix in common.
const certificateCodes =
  /^(CERT_|CRL_|UNABLE_TO_|ERROR_IN_|INVALID_CA$|INVALID_PURPOSE$|HOSTNAME_MISMATCH$|PATH_LENGTH_EXCEEDED$|DEPTH_ZERO_SELF_SIGNED_CERT$|SELF_SIGNED_CERT_IN_CHAIN$)/

function isTlsCode(code: string): boolean {
  return /^ERR_(TLS|SSL|OSSL)_/.test(code) || certificateCodes.test(code)
}
