import { loadName } from '../core/name.ts'
import {
  duration,
  expected,
  integer,
  OptionsError,
  object,
  oneOf,
  optional,
  type Problem,
  type Reader,
  text,
} from '../core/options.ts'
import type { Duration } from '../core/units.ts'
import { type Expect, expectation } from './expect.ts'
import { type Method, methods } from './method.ts'
import { type BodyOptions, type EncodedBody, encodeBody } from './request-body.ts'
import type { RequestDefaults } from './request-defaults.ts'
import { type HeaderValues, headers, mergeHeaders } from './request-headers.ts'
import { type QueryValues, query, type RequestTarget, readTarget } from './request-target.ts'
import { type RetryOptions, type RetryPolicy, refuseMethod, retry } from './retry.ts'
import type { PreparedRequest } from './transport.ts'

export type { Method } from './method.ts'

/** Such as `'GET /health'`. */
export type RequestLine = `${Method} ${string}`

/** What a request may say besides method and path. */
export interface CallOptions extends BodyOptions {
  /** Joins what the path has after its `?`. A list gives its name several times; `undefined` is left out. */
  readonly query?: QueryValues
  readonly headers?: HeaderValues
  /**
   * Groups requests into an endpoint; `(start)` and `(other)` are refused.
   * @default method and path without the query
   */
  readonly name?: string
  /**
   * From asking to the last byte of the response.
   * @default '30s'
   */
  readonly timeout?: Duration
  /** What a response has to be; see {@link Expect}. Without it, one of status 400 or more fails. */
  readonly expect?: Expect
  /**
   * Redirects that are followed; more are a failure, and with 0 none is followed.
   * @default 10
   */
  readonly redirects?: number
  /**
   * Sends the request again where it fails, at most so many times; or with {@link RetryOptions}. Each attempt is a sample of its own with a
   * clock of its own. What the request comes to is what the last attempt came to, and redirects begin anew.
   * @default 0
   */
  readonly retry?: number | RetryOptions
}

/** A request: at most one of `json`, `form` and `body`. */
export interface RequestOptions extends CallOptions {
  /** @default 'GET' */
  readonly method?: Method
  /** Such as `/orders/42`, or a whole URL. */
  readonly path: string
}

/** A request that was checked and is ready to be sent any number of times. */
export interface ParsedRequest {
  readonly endpoint: string
  /** Whether the endpoint's name is the user's own. */
  readonly isNamed: boolean
  readonly prepared: PreparedRequest
  readonly expect: Expect | undefined
  readonly redirects: number
  /** `undefined`: it is sent once. */
  readonly retry: RetryPolicy | undefined
}

/**
 * Parses a request that `subject` was given; throws an `OptionsError` that lists every problem. It is a promise only where files of a
 * form have to be read first.
 */
export function parseRequest(
  subject: string,
  request: RequestLine | RequestOptions,
  defaults: RequestDefaults,
): ParsedRequest | Promise<ParsedRequest> {
  if (typeof request === 'string') {
    const space = request.indexOf(' ')
    const method = methods.find((one) => one === request.slice(0, space))
    if (method !== undefined) return prepare(subject, method, request.slice(space + 1), noOptions, defaults, [])
  }
  const problems: Problem[] = []
  if (typeof request === 'object' && request !== null) {
    const { method, path, ...options } = readRequest(request, '', problems)
    return prepare(subject, method, path, options, defaults, problems)
  }
  expected("a request, such as 'GET /health'", request, '', problems)
  throw new OptionsError(subject, problems)
}

/** Like `parseRequest`, with method and path as arguments of their own. */
export function parseCall(
  subject: string,
  method: Method,
  path: string,
  options: CallOptions | undefined,
  defaults: RequestDefaults,
): ParsedRequest | Promise<ParsedRequest> {
  const problems: Problem[] = []
  // A plain call is the hot path of function scenarios: to read no options at all was measured to save 0.4 of 0.8 µs.
  const read = options === undefined ? noOptions : readCall(options, '', problems)
  return prepare(subject, method, text(path, 'path', problems), read, defaults, problems)
}

// The body's three forms are read together, later.
const unread: Reader<undefined> = (found) => found as undefined

const callFields = {
  query: optional(query, ''),
  headers: optional(headers),
  json: unread,
  form: unread,
  body: unread,
  name: optional(loadName),
  timeout: optional(duration()),
  expect: optional(expectation),
  redirects: optional(integer({ min: 0 }), 10),
  retry: optional(retry),
}
const readCall = object(callFields)
const readRequest = object({ method: optional(oneOf(...methods), 'GET' as const), path: text, ...callFields })
const noOptions = Object.freeze(readCall({}, '', []))

function prepare(
  subject: string,
  method: Method,
  path: string,
  options: typeof noOptions,
  defaults: RequestDefaults,
  problems: Problem[],
): ParsedRequest | Promise<ParsedRequest> {
  const target = path === '' ? undefined : readTarget(path, options.query, defaults.baseUrl, problems)
  const body = encodeBody(options, problems)
  refuseMethod(method, options.retry, problems)
  if (target === undefined || problems.length > 0) throw new OptionsError(subject, problems)
  if (body instanceof Promise) return body.then((encoded) => assemble(method, target, options, encoded, defaults))
  return assemble(method, target, options, body, defaults)
}

function assemble(
  method: Method,
  { origin, path, name }: RequestTarget,
  options: typeof noOptions,
  body: EncodedBody | undefined,
  defaults: RequestDefaults,
): ParsedRequest {
  const { expect, redirects, retry } = options
  const keepsBody = defaults.keepsBodies || typeof expect === 'function'
  return Object.freeze({
    endpoint: options.name ?? `${method} ${name}`,
    isNamed: options.name !== undefined,
    prepared: Object.freeze({
      origin,
      method,
      path,
      headers: requestHeaders(options.headers, body, defaults),
      body: body?.bytes,
      timeout: options.timeout ?? defaults.timeout,
      maxBody: keepsBody ? defaults.maxBody : 0,
    }),
    expect,
    redirects,
    retry,
  })
}

function requestHeaders(
  own: Readonly<Record<string, string | undefined>> | undefined,
  body: EncodedBody | undefined,
  defaults: RequestDefaults,
): Readonly<Record<string, string>> {
  if (own === undefined && body?.contentType === undefined) return defaults.headers
  const ofBody = body?.contentType === undefined ? {} : { 'content-type': body.contentType }
  return mergeHeaders(defaults.headers, ofBody, own ?? {})
}
