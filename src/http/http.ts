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

export function createHttp(client: { request(request: ParsedRequest): Promise<Reply> }, defaults: RequestDefaults): Http {
  const call = (name: string, method: Method): Call => {
    const subject = `http.${name}`
    return async (path, options) => {
      const parsed = parseCall(subject, method, path, options, defaults)
      // Without a file to read, the request goes out before the call returns.
      return client.request(parsed instanceof Promise ? await parsed : parsed)
    }
  }
  return Object.freeze({
    get: call('get', 'GET'),
    head: call('head', 'HEAD'),
    post: call('post', 'POST'),
    put: call('put', 'PUT'),
    patch: call('patch', 'PATCH'),
    delete: call('delete', 'DELETE'),
    options: call('options', 'OPTIONS'),
    request: async (request) => {
      const parsed = parseRequest('http.request', request, defaults)
      return client.request(parsed instanceof Promise ? await parsed : parsed)
    },
  } satisfies Http)
}
