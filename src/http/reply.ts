import { LoadTestError, messageOf, systemCodeOf } from '../core/errors.ts'
import { decodeBody } from './decode-body.ts'
import type { Exchange, PreparedRequest } from './transport.ts'

/** A response with its whole body, so that reading it needs no `await`. */
export interface Reply {
  readonly status: number
  /** Whether the status is 200 to 299. */
  readonly ok: boolean
  /** Names in lower case; a header that came several times is a list. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** Of the last redirect, where some were followed. */
  readonly url: string
  /** The body; compression is undone. Throws a `BodyError` if it was larger than `maxBody`, or that is 0. */
  bytes(): Uint8Array
  /** The body as UTF-8. Throws as `bytes` does. */
  text(): string
  /** The body as JSON. Throws as `bytes` does, and a `BodyError` if it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: as in `fetch`, the caller knows the shape, and load tests should stay short.
  json<T = any>(): T
}

/** A body that cannot be had as it was asked for. */
export class BodyError extends LoadTestError {
  constructor(message: string, options?: ErrorOptions) {
    super('ERR_LOAD_BODY', message, options)
  }
}

/** The reply to a request. `endpoint` names the request in errors. */
export function createReply(endpoint: string, request: PreparedRequest, exchange: Exchange): Reply {
  return new BufferedReply(endpoint, request, exchange)
}

class BufferedReply implements Reply {
  readonly status: number
  readonly #endpoint: string
  readonly #request: PreparedRequest
  readonly #exchange: Exchange
  #decoded: Uint8Array | undefined

  constructor(endpoint: string, request: PreparedRequest, exchange: Exchange) {
    this.status = exchange.status
    this.#endpoint = endpoint
    this.#request = request
    this.#exchange = exchange
  }

  /** Read only when it is asked for: a transport may do the same. */
  get headers(): Exchange['headers'] {
    return this.#exchange.headers
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300
  }

  get url(): string {
    return this.#request.origin + this.#request.path
  }

  bytes(): Uint8Array {
    this.#decoded ??= this.#decode()
    return this.#decoded
  }

  text(): string {
    return utf8.decode(this.bytes())
  }

  // biome-ignore lint/suspicious/noExplicitAny: see `Reply`.
  json<T = any>(): T {
    const text = this.text()
    try {
      return JSON.parse(text)
    } catch (cause) {
      const start = text.length > 100 ? `${text.slice(0, 100)}…` : text
      const found = text === '' ? 'no body' : `'${start}'`
      throw new BodyError(`Expected ${this.#endpoint} to answer with JSON, got status ${this.status} and ${found}`, { cause })
    }
  }

  #decode(): Uint8Array {
    const { body } = this.#exchange
    if (body === undefined) throw this.#request.maxBody === 0 ? this.#notKept() : this.#tooLarge()
    try {
      return decodeBody(body, this.headers['content-encoding'], this.#request.maxBody)
    } catch (cause) {
      if (systemCodeOf(cause) === 'ERR_BUFFER_TOO_LARGE') throw this.#tooLarge({ cause })
      throw new BodyError(`The body of ${this.#endpoint} cannot be decoded: ${messageOf(cause)}`, { cause })
    }
  }

  #notKept(): BodyError {
    return new BodyError(`The body of ${this.#endpoint} was not kept, because \`maxBody\` is 0: raise it`)
  }

  #tooLarge(options?: ErrorOptions): BodyError {
    const limit = describeSize(this.#request.maxBody)
    const message = `Expected the body of ${this.#endpoint} to be at most ${limit}, got a larger one, which was dropped: raise \`maxBody\``
    return new BodyError(message, options)
  }
}

const utf8 = new TextDecoder()

function describeSize(bytes: number): string {
  if (bytes % 1024 ** 2 === 0) return `${bytes / 1024 ** 2} MB`
  return bytes % 1024 === 0 ? `${bytes / 1024} KB` : `${bytes} bytes`
}
