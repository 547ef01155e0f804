import type { ParsedRequest } from './request.ts'
import type { Exchange, PreparedRequest } from './transport.ts'

/**
 * The request that a redirect asks for (RFC 9110 §15.4, and `fetch` where browsers differ from it), or `undefined` where the response
 * is not one that can be followed. `hop` is 1 for the first redirect that came from `first`.
 */
export function followRedirect(
  first: ParsedRequest,
  { prepared }: ParsedRequest,
  exchange: Exchange,
  hop: number,
): ParsedRequest | undefined {
  // Most responses are no redirects, and their headers need not be read.
  if (!redirectStatuses.has(exchange.status)) return undefined
  const { location } = exchange.headers
  if (typeof location !== 'string') return undefined
  const url = URL.parse(location, prepared.origin + prepared.path)
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined

  const method = methodAfter(exchange.status, prepared.method)
  const keepsBody = method === prepared.method
  const next: PreparedRequest = {
    ...prepared,
    origin: url.origin,
    method,
    path: url.pathname + url.search,
    headers: headersAfter(prepared, keepsBody, url.origin === prepared.origin),
    body: keepsBody ? prepared.body : undefined,
  }
  const endpoint = first.isNamed ? `${first.endpoint} redirect ${hop}` : `${method} ${url.pathname}`
  return { ...first, endpoint, prepared: next }
}

const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

function methodAfter(status: number, method: string): string {
  if (status === 303) return method === 'HEAD' ? 'HEAD' : 'GET'
  return status <= 302 && method === 'POST' ? 'GET' : method
}

function headersAfter({ headers }: PreparedRequest, keepsBody: boolean, isSameOrigin: boolean): PreparedRequest['headers'] {
  if (keepsBody && isSameOrigin) return headers
  const kept = Object.entries(headers).filter(
    ([name]) => (keepsBody || !name.startsWith('content-')) && (isSameOrigin || !forOneOrigin.has(name)),
  )
  return Object.fromEntries(kept)
}

/** What another origin must not get to know, and the name of the old one. */
const forOneOrigin: ReadonlySet<string> = new Set(['authorization', 'cookie', 'proxy-authorization', 'host'])
