import {
  duration,
  expected,
  flag,
  integer,
  list,
  number,
  object,
  oneOf,
  optional,
  type Problem,
  type Reader,
} from '../core/options.ts'
import type { Duration } from '../core/units.ts'
import { type ErrorCategory, errorCategories } from '../metrics/error-category.ts'
import { idempotentMethods, type Method, methods } from './method.ts'

/** Why a request may be sent again: the category of its failure, or the status of a response that failed. */
export type RetryCause = Exclude<ErrorCategory, 'exception'> | number

export interface RetryOptions {
  /** How often it is sent again at most, at least 0: with 3 it is sent up to four times. */
  readonly attempts: number
  /**
   * Failures after which it is sent again. A time-out is not among them by default, for a server that is too slow gets slower by it.
   * @default ['refused', 'reset', 'rate-limited', 502, 503, 504]
   */
  readonly on?: readonly RetryCause[]
  /**
   * Methods that are sent again though they are not idempotent, such as `['POST']`: what they do may be done twice.
   * @default none; GET, HEAD, PUT, DELETE and OPTIONS are idempotent
   */
  readonly methods?: readonly Method[]
  /** The wait before another attempt, which is no part of a latency. */
  readonly backOff?: BackOffOptions
}

/**
 * The wait before attempt n (from 0) is min(first × factorⁿ, max); with jitter anything from 0 to that, so that users who failed together
 * don't come again together ("full jitter", Brooker 2015). Where the response has a Retry-After, in seconds or as a date, that is the
 * wait. One that is longer than `max` is not waited for: the request is given up, and its failure says so.
 */
export interface BackOffOptions {
  /** @default '200ms' */
  readonly first?: Duration
  /**
   * At least 1.
   * @default 2
   */
  readonly factor?: number
  /**
   * Not below `first`.
   * @default '30s'
   */
  readonly max?: Duration
  /** @default true */
  readonly jitter?: boolean
}

/** When a request is sent again. Times in milliseconds. */
export interface RetryPolicy {
  /** Attempts after the first; at least 1. */
  readonly attempts: number
  readonly causes: ReadonlySet<RetryCause | 'exception'>
  readonly methods: ReadonlySet<string>
  readonly backOff: BackOff
}

export interface BackOff {
  readonly first: number
  readonly factor: number
  readonly max: number
  readonly jitter: boolean
}

/** Reads a number of attempts, or options; 0 attempts are none. */
export const retry: Reader<RetryPolicy | undefined> = (found, at, problems) => {
  if (typeof found !== 'number' && (typeof found !== 'object' || found === null)) {
    expected('a number of attempts, or an object such as { attempts: 3 }', found, at, problems)
    return undefined
  }
  const given = typeof found === 'number' ? { attempts: attempts(found, at, problems) } : found
  const { on, methods: own, ...read } = fields(given, at, problems)
  if (read.attempts === 0) return undefined
  return Object.freeze({ ...read, causes: new Set(on), methods: new Set([...idempotentMethods, ...own]) })
}

/** Refuses a policy that would never apply. */
export function refuseMethod(method: Method, policy: RetryPolicy | undefined, problems: Problem[]): void {
  if (policy === undefined || policy.methods.has(method)) return
  const message =
    `Expected \`retry.methods\` to name ${method}, such as { attempts: ${policy.attempts}, methods: ['${method}'] }: ` +
    'it is not idempotent, so what it does may be done twice'
  problems.push({ at: 'retry.methods', message })
}

const attempts = integer({ min: 0 })

const cause: Reader<RetryCause> = (found, at, problems) => {
  if (causes.includes(found) || (Number.isInteger(found) && (found as number) >= 200 && (found as number) <= 599)) {
    return found as RetryCause
  }
  expected(`a status such as 503, or one of ${causes.map((name) => `'${name}'`).join(', ')}`, found, at, problems)
  return 503
}
const causes: readonly unknown[] = errorCategories.filter((category) => category !== 'exception')
const defaultCauses: readonly RetryCause[] = ['refused', 'reset', 'rate-limited', 502, 503, 504]

const backOffFields = object({
  first: optional(duration({ min: 0 }), 200),
  factor: optional(number({ min: 1 }), 2),
  max: optional(duration({ min: 0 }), 30_000),
  jitter: optional(flag, true),
})

const backOff: Reader<BackOff> = (found, at, problems) => {
  const read = backOffFields(found, at, problems)
  if (read.max < read.first) {
    const message = `Expected \`${at}.max\` to be at least \`first\`, ${read.first} ms, got ${read.max} ms`
    problems.push({ at: `${at}.max`, message })
  }
  return Object.freeze(read)
}

const fields = object({
  attempts,
  on: optional(list(cause, 'cause'), defaultCauses),
  methods: optional(list(oneOf(...methods), 'methods', { min: 0 }), []),
  backOff,
})
