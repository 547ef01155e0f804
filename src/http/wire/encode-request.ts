import { idempotentMethods } from '../method.ts'
import type { PreparedRequest } from '../transport.ts'
import { HeadMemo } from './head-memo.ts'

/** A request as it goes out. */
export interface EncodedRequest {
  readonly request: PreparedRequest
  /** Head and body together where they are short, so that they go out in one piece. */
  readonly start: Buffer
  /** The body, where it is long: it is not copied. */
  readonly rest: Uint8Array | undefined
  /** Octets of both. */
  readonly length: number
  readonly isToHead: boolean
  readonly isIdempotent: boolean
  readonly memo: HeadMemo
}

let last: EncodedRequest | undefined
let lastKeepAlive = true

/**
 * Encodes a request. A declared request is the same object each time, whoever sends it, so it is encoded once for all users as long as
 * they all send the same. Throws an error with the code `ERR_INVALID_CHAR` for what would break out of its place.
 */
export function encodeRequest(request: PreparedRequest, keepAlive: boolean): EncodedRequest {
  if (last?.request !== request || lastKeepAlive !== keepAlive) {
    last = encode(request, keepAlive)
    lastKeepAlive = keepAlive
  }
  return last
}

function encode(request: PreparedRequest, keepAlive: boolean): EncodedRequest {
  const { method, body } = request
  const head = Buffer.from(encodeHead(request, keepAlive), 'latin1')
  const isShort = body !== undefined && body.length <= LONGEST_COPY
  return {
    request,
    start: isShort && body.length > 0 ? Buffer.concat([head, body]) : head,
    rest: isShort ? undefined : body,
    length: head.length + (body?.length ?? 0),
    isToHead: method === 'HEAD',
    isIdempotent: idempotentMethods.has(method),
    memo: new HeadMemo(),
  }
}

function encodeHead({ origin, method, path, headers, body }: PreparedRequest, keepAlive: boolean): string {
  if (!sentPath.test(path)) throw invalid('path')
  const length = body?.length ?? 0
  // The host of an origin is what follows `//`.
  let head = `${method} ${path} HTTP/1.1\r\nhost: ${headers.host ?? origin.slice(origin.indexOf('//') + 2)}\r\n`
  head += keepAlive ? 'connection: keep-alive\r\n' : 'connection: close\r\n'
  for (const name in headers) {
    const line = `${name}: ${headers[name]}`
    if (!sentLine.test(line)) throw invalid('headers')
    if (name !== 'host') head += `${line}\r\n`
  }
  // Where a body is usual, its absence is said (RFC 9110 §8.6).
  if (length > 0 || bodyMethods.has(method)) head += `content-length: ${length}\r\n`
  return `${head}\r\n`
}

/** Octets; to copy so much takes less than a second write. */
const LONGEST_COPY = 16_384
const bodyMethods: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH'])
const sentPath = /^[!-~\x80-\xff]+$/
const sentLine = /^[!#$%&'*+\-.^_`|~\da-z]+: [\t -~\x80-\xff]*$/i

// Options and redirects are read so that this does not happen; a header or path that carried a second request would be a hole.
function invalid(part: string): Error {
  return Object.assign(new Error(`Expected the ${part} of a request without control characters and characters above U+00FF`), {
    code: 'ERR_INVALID_CHAR',
  })
}
