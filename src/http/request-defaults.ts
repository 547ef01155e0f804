import { duration, flag, object, optional, parseOptions, size } from '../core/options.ts'
import type { Duration, Size } from '../core/units.ts'
import { type HeaderValues, headers, mergeHeaders } from './request-headers.ts'
import { type BaseUrl, baseUrl } from './request-target.ts'

/** Milliseconds from asking to the last byte of a response. */
export const DEFAULT_TIMEOUT = 30_000

/** Bytes of a body that are kept at most. */
export const DEFAULT_MAX_BODY = 16 * 1024 ** 2

/** What holds for all requests of a load unless a request says otherwise. */
export interface RequestDefaultsOptions {
  /** Where relative paths lead to; it may have a path of its own. */
  readonly baseUrl?: string | undefined
  readonly headers?: HeaderValues | undefined
  /** @default '30s' */
  readonly timeout?: Duration | undefined
  /**
   * Bytes of a response's body, decoded, that are kept at most; with 0 none is kept.
   * @default '16MB'
   */
  readonly maxBody?: Size | undefined
  /**
   * `false` for declared requests: a body is then kept only for a request whose `expect` is a function.
   * @default true
   */
  readonly keepsBodies?: boolean | undefined
}

export interface RequestDefaults {
  readonly baseUrl: BaseUrl | undefined
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Milliseconds. */
  readonly timeout: number
  /** Bytes. */
  readonly maxBody: number
  readonly keepsBodies: boolean
}

/** Reads what requests have in common, once for a load. */
export function parseRequestDefaults(subject: string, options: RequestDefaultsOptions): RequestDefaults {
  const { headers: own, ...read } = parseOptions(subject, options, readDefaults)
  return Object.freeze({ ...read, headers: mergeHeaders({ 'user-agent': 'vitest-load' }, own) })
}

const readDefaults = object({
  baseUrl: optional(baseUrl),
  headers: optional(headers, {}),
  timeout: optional(duration(), DEFAULT_TIMEOUT),
  maxBody: optional(size({ min: 0 }), DEFAULT_MAX_BODY),
  keepsBodies: optional(flag, true),
})
