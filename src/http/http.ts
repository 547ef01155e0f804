import { callsOf } from './calls.ts'
import type { Reply } from './reply.ts'
import {
  type CallOptions,
  type Method,
  type ParsedRequest,
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
  return Object.freeze(Object.defineProperties(new UserHttp(client, defaults), ownCalls))
}

/**
 * Makes a call when it is first asked for: most scenarios use one or two of the eight, and each of 10,000 users has calls of its own. All
 * of them at once were measured to take 1.3 KB a user.
 */
class UserHttp implements Http {
  readonly #client: Requester
  readonly #defaults: RequestDefaults
  #get: Call | undefined
  #post: Call | undefined
  /** Those that are seldom asked for. */
  #others: Map<Method, Call> | undefined
  #request: Http['request'] | undefined

  constructor(client: Requester, defaults: RequestDefaults) {
    this.#client = client
    this.#defaults = defaults
  }

  get get(): Call {
    this.#get ??= this.#call('GET')
    return this.#get
  }

  get head(): Call {
    return this.#other('HEAD')
  }

  get post(): Call {
    this.#post ??= this.#call('POST')
    return this.#post
  }

  get put(): Call {
    return this.#other('PUT')
  }

  get patch(): Call {
    return this.#other('PATCH')
  }

  get delete(): Call {
    return this.#other('DELETE')
  }

  get options(): Call {
    return this.#other('OPTIONS')
  }

  get request(): Http['request'] {
    this.#request ??= (request) => this.#send(() => parseRequest('http.request', request, this.#defaults))
    return this.#request
  }

  #other(method: Method): Call {
    this.#others ??= new Map()
    const known = this.#others.get(method)
    if (known !== undefined) return known
    const call = this.#call(method)
    this.#others.set(method, call)
    return call
  }

  #call(method: Method): Call {
    const calls = callsOf(method, this.#defaults)
    return (path, options) => this.#send(() => calls.parse(path, options))
  }

  #send(parse: () => ParsedRequest | Promise<ParsedRequest>): Promise<Reply> {
    try {
      const parsed = parse()
      // Without a file to read, the request goes out before the call returns.
      return parsed instanceof Promise ? this.#later(parsed) : this.#client.request(parsed)
    } catch (error) {
      return this.#client.refuse(error)
    }
  }

  #later(parsed: Promise<ParsedRequest>): Promise<Reply> {
    const reply = parsed.then(
      (one) => this.#client.request(one),
      (error) => this.#client.refuse(error),
    )
    // As with a request that goes out at once: a call that nobody waits for must not end the process.
    reply.catch(ignore)
    return reply
  }
}

/** The getters, for the object itself: a copy such as `{ ...http, get }` has all the calls. All objects share them, so they take no memory. */
const ownCalls: PropertyDescriptorMap = {}
for (const [name, getter] of Object.entries(Object.getOwnPropertyDescriptors(UserHttp.prototype))) {
  if (getter.get !== undefined) ownCalls[name] = { ...getter, enumerable: true }
}

function ignore(): void {}
