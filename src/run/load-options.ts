import { duration, instance, integer, list, object, optional, parseOptions, type Reader, size, text } from '../core/options.ts'
import { randomSeed } from '../core/random.ts'
import type { Duration, Size } from '../core/units.ts'
import { hostPattern } from '../http/host-guard.ts'
import type { TlsOptions } from '../http/open-socket.ts'

/** What a run is told besides the scenario and the profile. */
export interface LoadOptions {
  /** Names the result. @default the name of the test */
  readonly name?: string
  /** Where relative paths go, such as `'http://127.0.0.1:3000'`. @default the project's */
  readonly baseUrl?: string
  /** Hosts that may be loaded besides loopback and those of the project: `'api.test.example'`, `'*.test.example'`. */
  readonly allowedHosts?: readonly string[]
  /** Sent with every request; those of a request win. */
  readonly headers?: Readonly<Record<string, string>>
  /** From asking to the last byte of a response. @default '30s' */
  readonly timeout?: Duration
  /** The largest body that a function scenario keeps. @default '16MB' */
  readonly maxBody?: Size
  /** How a TLS server is checked, and with which certificate. */
  readonly tls?: TlsOptions
  /** Holds the profile's opening level before measuring begins. @default no warm-up */
  readonly warmUp?: Duration
  /** Makes random choices repeatable. @default a random one, which the result tells */
  readonly seed?: number
  /** Aborts the run: what was measured until then is in the `LoadAbortedError`. */
  readonly signal?: AbortSignal
}

/** The same, read. Times in milliseconds, sizes in bytes. */
export interface ReadLoadOptions {
  readonly name: string | undefined
  readonly baseUrl: string | undefined
  readonly allowedHosts: readonly string[]
  readonly headers: Readonly<Record<string, string>>
  readonly timeout: number
  readonly maxBody: number
  readonly tls: TlsOptions | undefined
  readonly warmUp: number
  readonly seed: number
  readonly signal: AbortSignal | undefined
}

/** Reads the options of a run; throws one `OptionsError` with all problems. */
export function parseLoadOptions(options: LoadOptions | undefined, caller = 'load'): ReadLoadOptions {
  const read = parseOptions(caller, options, object(readers))
  return { ...read, seed: read.seed ?? randomSeed() }
}

const isRecord = (found: unknown): found is Record<string, string> =>
  typeof found === 'object' && found !== null && Object.values(found).every((value) => typeof value === 'string')
const isSignal = (found: unknown): found is AbortSignal => found instanceof AbortSignal
const isTls = (found: unknown): found is TlsOptions => typeof found === 'object' && found !== null

const readers = {
  name: optional(text),
  baseUrl: optional(text),
  allowedHosts: optional(list(hostPattern, 'hosts', { min: 0 }), [] as readonly string[]),
  headers: optional(instance(isRecord, 'an object of texts'), {}),
  timeout: optional(duration(), 30_000),
  maxBody: optional(size({ min: 0 }), 16 * 1024 ** 2),
  tls: optional(instance(isTls, 'an object of TLS options')),
  warmUp: optional(duration({ min: 0 }), 0),
  seed: optional(integer({ min: 0, max: 2 ** 31 - 1 })),
  signal: optional(instance(isSignal, 'an AbortSignal')),
} satisfies Readonly<Record<string, Reader<unknown>>>
