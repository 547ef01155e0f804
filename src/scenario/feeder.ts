import { expected, object, oneOf, optional, type Problem, parseOptions, type Reader } from '../core/options.ts'
import { readRows } from './feeder-file.ts'

const orders = ['sequential', 'random', 'shuffle', 'unique'] as const
const policies = ['restart', 'stop', 'error'] as const

/** The order in which rows are drawn, over all users: see {@link FeederOptions}. */
export type FeederOrder = (typeof orders)[number]

/** What happens when all rows are used: see {@link FeederOptions}. */
export type WhenEmpty = (typeof policies)[number]

export interface FeederOptions {
  /**
   * Over all users of a scenario; of several at once, each begins with the first row:
   * - `'sequential'`: as they stand.
   * - `'random'`: any row at any time, so rows repeat, and never run out.
   * - `'shuffle'`: all rows once in random order, then all again in another.
   * - `'unique'`: as they stand, and each at most once.
   *
   * What is random follows from the run's `seed`.
   * @default 'sequential'
   */
  readonly order?: FeederOrder
  /**
   * What happens when all rows are used:
   * - `'restart'`: they are all used again.
   * - `'stop'`: whoever finds no row leaves, and the run goes on for the others. One that counts iterations ends with the last of them,
   *   others last as long as planned; the result warns.
   * - `'error'`: the run fails with a `FeederEmptyError`.
   * @default 'restart', and 'error' where `order` is 'unique'
   */
  readonly whenEmpty?: WhenEmpty
  /**
   * `'iteration'`: a new row for each iteration; `start` gets that of the first one, and `stop` that of the last one.
   * `'session'`: one row for `start`, all iterations of the session, and `stop`, such as the account that a user logs in with.
   * @default 'iteration'
   */
  readonly per?: 'iteration' | 'session'
}

/** Rows for the users of a scenario: see `feeder()`. Where a run stands in them is no part of it. */
export interface Feeder<Row = unknown> {
  readonly kind: 'feeder'
  /** For messages: the file's name, or `the list`. */
  readonly name: string
  /** At least one. */
  readonly rows: readonly Row[]
  readonly order: FeederOrder
  /** `undefined`: they never run out. */
  readonly whenEmpty: WhenEmpty | undefined
  readonly per: 'iteration' | 'session'
}

/**
 * Rows of test data: in the functions of a scenario, `data` is a row. They come from a list, or from a file that is read at once: CSV with
 * a header row, whose fields are all text, or a JSON list. A relative path starts from the working directory.
 *
 * @throws {OptionsError} lists everything that is wrong; also where there is no such file, where it is malformed (with the line), or
 * where it has no rows.
 * @example
 * scenario({
 *   name: 'shopper',
 *   data: feeder<{ user: string; password: string }>('users.csv', { order: 'unique', per: 'session' }),
 *   start: ({ http, data }) => http.post('/login', { json: data }),
 *   run: ({ http }) => http.get('/account'),
 * })
 */
export function feeder<Row>(rows: readonly Row[], options?: FeederOptions): Feeder<Row>
// biome-ignore lint/suspicious/noExplicitAny: as with `reply.json()`, the caller knows the shape
export function feeder<Row = any>(file: `${string}.json`, options?: FeederOptions): Feeder<Row>
export function feeder<Row = Record<string, string>>(file: string | URL, options?: FeederOptions): Feeder<Row>
export function feeder(source: readonly unknown[] | string | URL, options: FeederOptions = {}): Feeder {
  return parseOptions('feeder', source, (found, at, problems) => {
    const { order, whenEmpty, per } = readOptions(options, at, problems)
    const policy = readPolicy(order, whenEmpty, problems)
    const { name, rows } = readSource(found, at, problems)
    return Object.freeze({ kind: 'feeder', name, rows: Object.freeze(rows), order, whenEmpty: policy, per })
  })
}

/** Whether a value was made by `feeder()`, so far as its kind tells. */
export function isFeeder(found: unknown): found is Feeder {
  return (found as { kind?: unknown } | null | undefined)?.kind === 'feeder'
}

const readOptions = object({
  order: optional(oneOf(...orders), 'sequential' as const),
  whenEmpty: optional(oneOf(...policies)),
  per: optional(oneOf('iteration', 'session'), 'iteration' as const),
})

function readPolicy(order: FeederOrder, whenEmpty: WhenEmpty | undefined, problems: Problem[]): WhenEmpty | undefined {
  if (order === 'random' && whenEmpty !== undefined) {
    const message = `Expected no \`whenEmpty\` with the order 'random', which never runs out, got '${whenEmpty}'`
    problems.push({ at: 'whenEmpty', message })
  }
  if (order === 'unique' && whenEmpty === 'restart') {
    const message = "Expected `whenEmpty` to be 'stop' or 'error' with the order 'unique', got 'restart'"
    problems.push({ at: 'whenEmpty', message })
  }
  switch (order) {
    case 'random':
      return undefined
    case 'unique':
      return whenEmpty ?? 'error'
    default:
      return whenEmpty ?? 'restart'
  }
}

const readSource: Reader<{ readonly name: string; readonly rows: unknown[] }> = (found, at, problems) => {
  if (typeof found === 'string' || found instanceof URL) return readRows(found, problems)
  if (Array.isArray(found) && found.length > 0) return { name: 'the list', rows: [...found] }
  expected("a list of at least one row, or a file such as 'users.csv' or 'users.json'", found, at, problems)
  return { name: '', rows: [] }
}
