import {
  duration,
  instance,
  integer,
  list,
  object,
  oneOf,
  optional,
  parseOptions,
  type Reader,
  rate,
  size,
  text,
} from '../core/options.ts'
import { randomSeed } from '../core/random.ts'
import type { MetricsSettings } from '../core/settings.ts'
import type { Duration, Rate, Size } from '../core/units.ts'
import { type ConnectionLife, connectionLives, type TransportName, transportNames } from '../http/choose-transport.ts'
import { hostPattern } from '../http/host-guard.ts'
import { type TlsOptions, tlsOptions } from '../http/open-socket.ts'
import { DEFAULT_MAX_BODY, DEFAULT_TIMEOUT } from '../http/request-defaults.ts'
import { type HeaderValues, headers } from '../http/request-headers.ts'
import { baseUrl } from '../http/request-target.ts'
import {
  type MetricsOptions,
  metricsOption,
  type ReadSample,
  type SampleOptions,
  sampleOption,
} from '../sampler/sample-options.ts'
import type { AbortConditions } from '../verdict/abort-condition.ts'
import { type AbortWhen, readAbortWhen, scaleAbortConditions } from '../verdict/abort-options.ts'
import { type LoadEvent, readEvents } from './events.ts'

/** What a run is told besides the scenario and the profile. */
export interface LoadOptions {
  /** Names the result. @default the name of the test */
  readonly name?: string
  /** Where relative paths go: an http or https URL without a query, such as `'http://127.0.0.1:3000'`. @default the project's */
  readonly baseUrl?: string
  /**
   * Hosts that may be loaded besides loopback and those of the project: `'api.test.example'`, `'*.test.example'`.
   * @default none
   */
  readonly allowedHosts?: readonly string[]
  /** Sent with every request; those of a request win. @default a `user-agent` */
  readonly headers?: HeaderValues
  /** From asking to the last byte of a response: milliseconds or a text such as `'5s'`, above 0. @default '30s' */
  readonly timeout?: Duration
  /**
   * The largest body, decoded, that a function scenario keeps: bytes or a text such as `'64KB'`, at least 0. With 0 none is kept, and
   * reading one throws a `BodyError`, as for a larger one.
   * @default '16MB'
   */
  readonly maxBody?: Size
  /** How a TLS server is checked, and with which certificate. @default Node's own */
  readonly tls?: TlsOptions
  /**
   * What sends the requests: our own HTTP/1.1, which takes least of the machine, or the library undici. Both measure the same.
   * @default 'wire'
   */
  readonly transport?: TransportName
  /**
   * How long a user keeps its connections: as long as it lives, as a browser does; for one iteration, as if each were another visitor; or
   * for one request. New connections are part of the latency.
   * @default 'user'
   */
  readonly connections?: ConnectionLife
  /**
   * Holds the profile's opening level before measuring begins: milliseconds or a text such as `'5s'`, at least 0; `LOAD_SCALE` multiplies it.
   * @default no warm-up
   */
  readonly warmUp?: Duration
  /**
   * In how many threads the load is generated: a whole number from 1 to 64. The users are shared out among them, and the result is the same
   * as that of one thread; more threads than cores, or than users, are of no use. A scenario with functions has to come from a module of
   * its own, as functions can't be sent to another thread.
   * @default 1
   * @example
   * await load(new URL('./checkout.scenario.mts', import.meta.url), constantVus(2000, '1m'), { threads: 4 })
   */
  readonly threads?: number
  /**
   * How the machine, the server and the generator are sampled meanwhile, or `false` for not at all.
   * @default the project's, or every second
   */
  readonly sample?: SampleOptions | false
  /**
   * Scrapes the server's own metrics meanwhile: `result.resources.metric('queue_size')`.
   * @default the project's, or none
   * @example
   * { url: '/metrics', watch: ['http_request_duration_seconds', 'queue_size'] }
   */
  readonly metrics?: MetricsOptions
  /** Makes random choices repeatable: a whole number from 0 to 2,147,483,647. @default a random one, which the result tells */
  readonly seed?: number
  /**
   * How many requests all users together may send: a whole number of at least 1. Redirects and further attempts count, and what `start` and
   * `stop` send, and the warm-up. After the last one the load ends by itself: no iteration starts any more, what is in flight is waited for,
   * and an iteration that wants to send another request is interrupted. The result is complete, and warns of it.
   * @default any number
   */
  readonly maxRequests?: number
  /**
   * How many requests per second all users together may send, evenly spaced: a number or a text such as `'60/min'`, above 0, and at least the
   * arrival rate of an open profile. Redirects and further attempts count, and what `start` and `stop` send. Waiting for it is no latency.
   * @default any number
   */
  readonly budget?: Rate
  /**
   * Aborts the run when it does too badly: what was measured until then is in the `LoadAbortedError`.
   * @default never
   * @example
   * { errorRate: '>20%', p95: '>2s', after: '5s' }
   */
  readonly abortWhen?: AbortWhen
  /**
   * What is done at moments of the load, each made by `at()`. They are in the result, its report and its charts.
   * @default none
   * @example
   * [at('20s', 'proxy down', () => proxy.down()), at('30s', 'proxy up', () => proxy.up())]
   */
  readonly events?: readonly LoadEvent[]
  /** Aborts the run: what was measured until then is in the `LoadAbortedError`. @default none */
  readonly signal?: AbortSignal
}

/** The same, read. Times in milliseconds, sizes in bytes. */
export interface ReadLoadOptions {
  readonly name: string | undefined
  readonly baseUrl: string | undefined
  readonly allowedHosts: readonly string[]
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly timeout: number
  readonly maxBody: number
  readonly tls: TlsOptions | undefined
  readonly transport: TransportName
  readonly connections: ConnectionLife
  readonly warmUp: number
  readonly threads: number
  /** `undefined`: as the project says. */
  readonly sample: ReadSample | false | undefined
  readonly metrics: MetricsSettings | undefined
  readonly seed: number
  readonly maxRequests: number | undefined
  /** Per second. */
  readonly budget: number | undefined
  readonly abortWhen: AbortConditions | undefined
  /** At moments of the profile as it was given. */
  readonly events?: readonly LoadEvent[]
  readonly signal: AbortSignal | undefined
}

// Checked here, so that its problem is listed with the others; the project's own takes its place where it is left out.
const baseUrlText: Reader<string> = (found, at, problems) => {
  baseUrl(found, at, problems)
  return found as string
}
const isSignal = (found: unknown): found is AbortSignal => found instanceof AbortSignal
const seed = optional(integer({ min: 0, max: 2 ** 31 - 1 }))

/** The options of everything that runs. */
export const runFields = {
  name: optional(text),
  baseUrl: optional(baseUrlText),
  allowedHosts: optional(list(hostPattern, 'hosts', { min: 0 }), [] as readonly string[]),
  headers: optional(headers, {}),
  timeout: optional(duration(), DEFAULT_TIMEOUT),
  maxBody: optional(size({ min: 0 }), DEFAULT_MAX_BODY),
  tls: optional(tlsOptions),
  sample: optional(sampleOption),
  metrics: optional(metricsOption),
  transport: optional(oneOf(...transportNames), 'wire' as const),
  connections: optional(oneOf(...connectionLives), 'user' as const),
  seed: ((found, at, problems) => seed(found, at, problems) ?? randomSeed()) as Reader<number>,
  maxRequests: optional(integer()),
  budget: optional(rate()),
  abortWhen: optional(readAbortWhen),
  signal: optional(instance(isSignal, 'an AbortSignal')),
} satisfies Readonly<Record<string, Reader<unknown>>>

/** Reads the options of a load. */
export const loadOptions: Reader<ReadLoadOptions> = object({
  ...runFields,
  warmUp: optional(duration({ min: 0 }), 0),
  threads: optional(integer({ max: 64 }), 1),
  events: optional(readEvents, []),
})

/** The options as `LOAD_SCALE` has them. */
export function scaleOptions(options: ReadLoadOptions, scale: number): ReadLoadOptions {
  const { warmUp, abortWhen } = options
  return { ...options, warmUp: warmUp * scale, abortWhen: abortWhen && scaleAbortConditions(abortWhen, scale) }
}

/** Reads the options of a load alone; throws one `OptionsError` with all problems. */
export function parseLoadOptions(options: LoadOptions | undefined): ReadLoadOptions {
  return parseOptions('load', options, loadOptions)
}
