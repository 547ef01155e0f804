import { duration, expected, object, oneOf, optional, parseTogether, type Reader, share, size } from '../core/options.ts'
import { type Duration, parseSize, type Share, type Size } from '../core/units.ts'

/** Which way octets go: `upstream` is what the client sends, `downstream` what the server answers. */
export type Direction = 'upstream' | 'downstream'

/** Bytes per second: a number, or text such as `'100KB/s'`. */
export type Bandwidth = number | `${number}${'B' | 'KB' | 'MB' | 'GB'}/s`

/** What all toxics are told. */
export interface ToxicOptions {
  /** @default 'downstream' */
  readonly direction?: Direction
  /** Of the connections, drawn by the proxy's seed: a number from 0 to 1 or a text such as `'50%'`. @default all */
  readonly share?: Share
}

/** A fault that a proxy puts on connections: milliseconds, bytes. It is data, and can be sent and printed. */
export type Toxic = Readonly<Targeted> &
  (
    | { readonly kind: 'latency'; readonly delay: number; readonly jitter: number }
    | { readonly kind: 'bandwidth'; readonly rate: number }
    | { readonly kind: 'swallow' }
    | { readonly kind: 'reset'; readonly after: number }
    | { readonly kind: 'slow-close'; readonly delay: number }
    | { readonly kind: 'slice'; readonly size: number; readonly gap: number }
    | { readonly kind: 'cut'; readonly after: number }
    | { readonly kind: 'refuse' }
  )

interface Targeted {
  readonly direction: Direction
  readonly share: number
}

export interface LatencyOptions extends ToxicOptions {
  /** By how much each delay may differ, either way: at most the delay itself. @default 0 */
  readonly jitter?: Duration
}

/**
 * Delays octets by a time, to 1 ms; what is sent in a row keeps its spacing. Opening a connection is not delayed.
 *
 * @example await proxy.add(latency('200ms', { jitter: '50ms', share: '50%' }))
 */
export function latency(delay: Duration, options?: LatencyOptions): Toxic {
  return create(
    'latency',
    { delay, ...options },
    { delay: duration({ min: 0 }), jitter: optional(duration({ min: 0 }), 0) },
    (read, problems) => {
      if (read.jitter > read.delay) expected('at most the delay', options?.jitter, 'jitter', problems)
    },
  )
}

/**
 * Lets each connection have so many bytes per second.
 *
 * @example await proxy.add(bandwidth('100KB/s'))
 */
export function bandwidth(rate: Bandwidth, options?: ToxicOptions): Toxic {
  return create('bandwidth', { rate, ...options }, { rate: bytesPerSecond })
}

/**
 * Lets octets vanish while the connection stays open, so that the other side waits until its time-out. A connection that lost some is reset when
 * the toxic is removed: nothing on it can be right again.
 *
 * @example await proxy.add(swallow({ share: '4%' }))
 */
export function swallow(options?: ToxicOptions): Toxic {
  return create('swallow', { ...options }, {})
}

export interface ResetOptions extends ToxicOptions {
  /** After the first octets that come that way. @default 0 */
  readonly after?: Duration
}

/**
 * Resets a connection (RST) when the next octets come: `upstream` before the server sees the request, `downstream` when it has answered.
 *
 * @example await proxy.add(reset({ direction: 'upstream', share: '10%' }))
 */
export function reset(options?: ResetOptions): Toxic {
  return create('reset', { ...options }, { after: optional(duration({ min: 0 }), 0) })
}

/**
 * Tells the other side later that a connection was closed.
 *
 * @example await proxy.add(slowClose('2s'))
 */
export function slowClose(delay: Duration, options?: ToxicOptions): Toxic {
  return create('slow-close', { delay, ...options }, { delay: duration() })
}

export interface SliceOptions extends ToxicOptions {
  /** Time between two slices. @default 0 */
  readonly gap?: Duration
}

/**
 * Sends octets in small packets.
 *
 * @param bytes The size of a packet: a number or a text such as `'100B'`, at least 1.
 * @example await proxy.add(slice('100B', { gap: '5ms' }))
 */
export function slice(bytes: Size, options?: SliceOptions): Toxic {
  return create('slice', { size: bytes, ...options }, { size: size({ min: 1 }), gap: optional(duration({ min: 0 }), 0) })
}

/**
 * Closes a connection after so many more bytes: a response that breaks off in the middle.
 *
 * @example await proxy.add(cut('10KB', { share: '10%' }))
 */
export function cut(after: Size, options?: ToxicOptions): Toxic {
  return create('cut', { after, ...options }, { after: size({ min: 0 }) })
}

/**
 * Refuses new connections; those that are open stay. With a share below 100 % it resets them as soon as they are accepted, as a port can't be
 * closed for some.
 *
 * @example await proxy.add(refuse({ share: '20%' }))
 */
export function refuse(options?: Pick<ToxicOptions, 'share'>): Toxic {
  return create('refuse', { ...options }, {})
}

type Kind = Toxic['kind']
type Fields = Readonly<Record<string, Reader<unknown>>>
type Values<F extends Fields> = { readonly [K in keyof F]: F[K] extends Reader<infer T> ? T : never }

const targeted = { direction: optional(oneOf('upstream', 'downstream'), 'downstream' as const), share: optional(share(), 1) }

function create<K extends Kind, F extends Fields>(
  kind: K,
  given: object,
  fields: F,
  check: (read: Values<F>, problems: Parameters<Reader<unknown>>[2]) => void = () => {},
): Toxic {
  const read = parseTogether(kind, (problems) => {
    const values = object({ ...targeted, ...fields })(given, '', problems)
    if (problems.length === 0) check(values as unknown as Values<F>, problems)
    return values
  })
  return Object.freeze({ kind, ...read }) as unknown as Toxic
}

const bytesPerSecond: Reader<number> = (found, at, problems) => {
  const bytes = parseSize(typeof found === 'string' ? found.replace(/ ?\/ ?s$/, '') : found)
  if (bytes !== undefined && bytes > 0 && (typeof found === 'number' || String(found).endsWith('s'))) return bytes
  expected("a bandwidth above 0, such as '100KB/s'", found, at, problems)
  return Number.NaN
}
