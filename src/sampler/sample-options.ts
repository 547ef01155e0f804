import { duration, expected, integer, list, object, optional, type Reader, text } from '../core/options.ts'
import type { MetricsSettings } from '../core/settings.ts'
import type { Duration } from '../core/units.ts'
import { type HeaderValues, headers } from '../http/request-headers.ts'

/** How the machine, the server and the generator are sampled while a load runs. */
export interface SampleOptions {
  /** Time between two readings: milliseconds or a text such as `'500ms'`, at least 100 ms; `LOAD_SCALE` leaves it alone. @default '1s' */
  readonly every?: Duration
  /**
   * The server's process, with all that it started: a whole number from 1.
   * @default the one that `webServer` started, or the one that listens on the target's port of this machine
   */
  readonly pid?: number
}

/** Metrics that the server tells of itself in the text format of Prometheus or OpenMetrics. */
export interface MetricsOptions {
  /** A URL, or a path below `baseUrl`. Its host must be allowed, as the target's. */
  readonly url: string
  /** Names of the metrics to keep, such as `'http_request_duration_seconds'`. @default all */
  readonly watch?: readonly string[]
  /** Sent with each scrape. Those of the load are not. @default none */
  readonly headers?: HeaderValues
}

/** The same, read. Times in milliseconds. */
export interface ReadSample {
  readonly every: number
  readonly pid: number | undefined
}

const DEFAULT_EVERY = 1000

const fields = object({ every: optional(duration({ min: 100 }), DEFAULT_EVERY), pid: optional(integer()) })

/** Reads `sample`: options, or `false` for none at all. */
export const sampleOption: Reader<ReadSample | false> = (found, at, problems) =>
  found === false ? false : fields(found, at, problems)

const location: Reader<string> = (found, at, problems) => {
  const given = text(found, at, problems)
  if (given === '' || given.startsWith('/')) return given
  const url = URL.parse(given)
  if (url === null || !/^https?:$/.test(url.protocol)) {
    expected("an http or https URL, or a path such as '/metrics'", given, at, problems)
  } else if (url.username !== '' || url.password !== '') {
    problems.push({ at, message: `Expected \`${at}\` to be without user name and password: put them into \`headers\` beside it` })
  }
  return given
}

/** Reads `metrics`. */
export const metricsOption: Reader<MetricsSettings> = object({
  url: location,
  watch: optional(list(text, 'names', { min: 0 }), [] as readonly string[]),
  headers: optional(headers, {}),
})
