import { plainCallsOf } from './plain-call.ts'
import type { Reply } from './reply.ts'
import {
  type CallOptions,
  type Method,
  type ParsedRequest,
  parseCall,
  parseRequest,
  type RequestLine,
  type RequestOptions,
} from './request.ts'
import type { RequestDefaults } from './request-defaults.ts'

/** What the calls are made with. */
interface Requester {
  request(request: ParsedRequest): Promise<Reply>
  /** The call is none: rejects with this error. */
  refuse(error: unknown): Promise<never>
}

type Call = (path: string, options?: CallOptions) => Promise<Reply>

/**
 * Sends requests as one user, over the user's own connections, and measures them. A call rejects with a `RequestError` if there was no
 * response; a status of 400 or more is a failed request, but a reply like any other.
 */
export interface Http {
  readonly get: Call
  readonly head: Call
  readonly post: Call
  readonly put: Call
  readonly patch: Call
  readonly delete: Call
  readonly options: Call
  /** Sends `'GET /orders/42'`, or a request as an object. */
  readonly request: (request: RequestLine | RequestOptions) => Promise<Reply>
}

export function createHttp(client: Requester, defaults: RequestDefaults): Http {
  const send = (parse: () => ParsedRequest | Promise<ParsedRequest>): Promise<Reply> => {
    try {
      const parsed = parse()
      // Without a file to read, the request goes out before the call returns.
      return parsed instanceof Promise ? later(parsed) : client.request(parsed)
    } catch (error) {
      return client.refuse(error)
    }
  }
  const later = (parsed: Promise<ParsedRequest>): Promise<Reply> => {
    const reply = parsed.then(
      (one) => client.request(one),
      (error) => client.refuse(error),
    )
    // As with a request that goes out at once: a call that nobody waits for must not end the process.
    reply.catch(ignore)
    return reply
  }
  const call = (name: string, method: Method): Call => {
    const subject = `http.${name}`
    const plain = plainCallsOf(subject, method, defaults)
    return (path, options) =>
      send(() => (options === undefined ? plain.parse(path) : parseCall(subject, method, path, options, defaults)))
  }
  return Object.freeze({
    get: call('get', 'GET'),
    head: call('head', 'HEAD'),
    post: call('post', 'POST'),
    put: call('put', 'PUT'),
    patch: call('patch', 'PATCH'),
    delete: call('delete', 'DELETE'),
    options: call('options', 'OPTIONS'),
    request: (request) => send(() => parseRequest('http.request', request, defaults)),
  } satisfies Http)
}

function ignore(): void {}
