import {
  duration,
  expected,
  flag,
  list,
  object,
  optional,
  type Problem,
  parseOptions,
  type Reader,
  text,
} from '../core/options.ts'
import { DEFAULT_HISTORY, DEFAULT_REPORT, type LoadSettings, type ReportSettings } from '../core/settings.ts'
import type { Duration } from '../core/units.ts'
import { hostPattern } from '../server/host-pattern.ts'
import { type ReadyExpect, readyExpectation } from '../server/ready-expectation.ts'
import { type MetricsOptions, metricsOption, type SampleOptions, sampleOption } from '../server/sample-options.ts'
import type { WebServerOptions } from '../server/web-server.ts'

/** A server that is started before the load tests and stopped after them. */
export interface WebServerProjectOptions {
  /** For the shell, such as `'node server.js'`. */
  readonly command: string
  /** Where it answers with a status below 400 as soon as it is ready: a URL, or a path below `baseUrl`. */
  readonly url: string
  /** Added to the environment. `NODE_ENV=test` and `VITEST` are not passed on by themselves: many servers do not listen with them. */
  readonly env?: Readonly<Record<string, string>>
  /** @default the root of the project */
  readonly cwd?: string
  /** How long it may take to be ready. @default '60s' */
  readonly timeout?: Duration
  /** Takes a server that already answers at `url`, and leaves it running. @default true, but false in CI */
  readonly reuseExistingServer?: boolean
  /**
   * Opens the inspector of a Node server, on a free port of loopback, so that `resources.server` has its event loop, heap and garbage
   * collection too. A server that was there before can't be inspected.
   * @default false
   */
  readonly inspect?: boolean
}

/** A server that somebody else starts. */
export interface ReadyProjectOptions {
  /** A URL, or a path below `baseUrl`. */
  readonly url: string
  /** A status, or a function of the reply that returns true or the reason why it isn't ready. @default a status below 400 */
  readonly expect?: ReadyExpect
  /** @default '60s' */
  readonly timeout?: Duration
}

export interface LoadProjectOptions {
  /** Where paths lead to, such as `'http://127.0.0.1:3000'`. @default the origin of `webServer.url` */
  readonly baseUrl?: string
  readonly webServer?: WebServerProjectOptions
  /** What to wait for before the first load test. */
  readonly ready?: ReadyProjectOptions
  /**
   * Hosts that may be loaded besides this machine, such as `'staging.example.com'` or `'10.0.0.5:8080'`. `LOAD_ALLOWED_HOSTS` adds
   * to them. @default none
   */
  readonly allowedHosts?: readonly string[]
  /** Test files. @default all `*.load.ts`, and tests in `tests/load`, `tests/stress` and `tests/performance` */
  readonly include?: readonly string[]
  /** Files that are no load tests, besides those in `node_modules` and `.git`. @default none */
  readonly exclude?: readonly string[]
  /** How the machine, the server and the generator are sampled while loads run, or `false`. @default every second */
  readonly sample?: SampleOptions | false
  /** The server's own metrics, scraped while loads run. @default none */
  readonly metrics?: MetricsOptions
  /** Rest after each load. @default 0 */
  readonly coolDown?: Duration
  /** Where results and reports are written: a folder, relative to the root of the project. @default '.vitest/load' */
  readonly outputDir?: string
  /** Serves a page that shows the run while it is on, on this machine alone. `LOAD_UI=1` or `LOAD_UI=0` decides before it. @default false */
  readonly ui?: boolean
  /**
   * Keeps each run's figures in a SQLite file, for `vitest-load trend` and the report: a file, relative to the root of the project, or
   * `true` for `.vitest/load/history.sqlite`. Where it can't be written the run goes on.
   * @default false
   */
  readonly history?: boolean | string
  /** @default 'load' */
  readonly name?: string
}

/** Options that were read: times in milliseconds, URLs absolute. */
export interface ReadProjectOptions {
  readonly name: string
  readonly include: readonly string[]
  readonly exclude: readonly string[]
  readonly settings: LoadSettings
  readonly report: ReportSettings
  readonly webServer: ReadWebServer | undefined
  readonly ready: ReadReady | undefined
}

export interface ReadReady {
  readonly url: string
  readonly expect: ReadyExpect | undefined
  readonly timeout: number
}

/** `cwd` may still be relative to the project's root, which Vitest finds. */
export type ReadWebServer = Omit<WebServerOptions, 'allowedHosts'>

/** Reads the options of `loadProject`, or throws an `OptionsError` with all that is wrong. */
export function parseProjectOptions(found: unknown): ReadProjectOptions {
  return parseOptions('loadProject', found, projectOptions)
}

const projectOptions: Reader<ReadProjectOptions> = (found, at, problems) => {
  const { name, include, exclude, allowedHosts, coolDown, sample, metrics, webServer, ready, outputDir, ui, history, ...read } =
    fields(found, at, problems)
  const baseUrl = read.baseUrl ?? originOf(webServer?.url)
  const absolute = (url: string, at: string): string => joinUrl(url, baseUrl, at, problems)
  return {
    name,
    include,
    exclude,
    settings: {
      ...(baseUrl === undefined ? {} : { baseUrl }),
      allowedHosts,
      coolDown,
      ...(sample !== undefined && { sample }),
      ...(metrics !== undefined && { metrics: { ...metrics, url: absolute(metrics.url, 'metrics.url') } }),
    },
    report: { outputDir, ui: uiFromEnvironment(problems) ?? ui, ...(history !== undefined && { history }) },
    webServer: webServer && { ...webServer, url: absolute(webServer.url, 'webServer.url') },
    ready: ready && { ...ready, url: absolute(ready.url, 'ready.url') },
  }
}

const baseUrl: Reader<string> = (found, at, problems) => {
  if (isHttpUrl(found)) return found
  expected("an http or https URL, such as 'http://127.0.0.1:3000'", found, at, problems)
  return ''
}

const location: Reader<string> = (found, at, problems) => {
  if (isHttpUrl(found) || (typeof found === 'string' && found.startsWith('/'))) return found as string
  expected("an http or https URL, or a path such as '/health'", found, at, problems)
  return ''
}

const variables: Reader<Readonly<Record<string, string>>> = (found, at, problems) => {
  const isObject = typeof found === 'object' && found !== null && !Array.isArray(found)
  if (isObject && Object.values(found).every((value) => typeof value === 'string')) return found as Record<string, string>
  expected("an object of texts, such as { PORT: '3000' }", found, at, problems)
  return {}
}

const historyFile: Reader<string | undefined> = (found, at, problems) => {
  if (found === true) return DEFAULT_HISTORY
  if (found === false) return undefined
  if (typeof found === 'string' && found.trim() !== '') return found
  expected("a file such as '.load/history.sqlite', true or false", found, at, problems)
  return undefined
}

const globs = list(text, 'globs')

const fields = object({
  baseUrl: optional(baseUrl),
  webServer: optional(
    object({
      command: text,
      url: location,
      env: optional(variables, {}),
      cwd: optional(text, '.'),
      timeout: optional(duration(), 60_000),
      inspect: optional(flag, false),
      reuseExistingServer: (found, at, problems) => optional(flag, !process.env.CI)(found, at, problems),
    }),
  ),
  ready: optional(object({ url: location, expect: optional(readyExpectation), timeout: optional(duration(), 60_000) })),
  allowedHosts: optional(list(hostPattern, 'hosts', { min: 0 }), []),
  include: optional(globs, ['**/*.load.?(c|m)[jt]s', 'tests/{load,stress,performance}/**/*.test.?(c|m)[jt]s']),
  exclude: optional(list(text, 'globs', { min: 0 }), []),
  sample: optional(sampleOption),
  metrics: optional(metricsOption),
  coolDown: optional(duration({ min: 0 }), 0),
  outputDir: optional(text, DEFAULT_REPORT.outputDir),
  ui: optional(flag, DEFAULT_REPORT.ui),
  history: optional(historyFile),
  name: optional(text, 'load'),
})

function uiFromEnvironment(problems: Problem[]): boolean | undefined {
  const { LOAD_UI: found = '' } = process.env
  if (found === '') return undefined
  if (!['0', '1', 'false', 'true'].includes(found)) expected('1 or 0', found, 'LOAD_UI', problems)
  return found === '1' || found === 'true'
}

function isHttpUrl(found: unknown): found is string {
  const url = typeof found === 'string' ? URL.parse(found) : null
  return url?.protocol === 'http:' || url?.protocol === 'https:'
}

function originOf(url: string | undefined): string | undefined {
  return isHttpUrl(url) ? new URL(url).origin : undefined
}

/** A path goes below `baseUrl`, as in a request. */
function joinUrl(url: string, baseUrl: string | undefined, at: string, problems: Problem[]): string {
  if (!url.startsWith('/')) return url
  if (baseUrl !== undefined) return baseUrl.replace(/\/+$/, '') + url
  problems.push({
    at,
    message: `Expected \`baseUrl\` for the path in \`${at}\`: give one, such as 'http://127.0.0.1:3000', or a whole URL`,
  })
  return url
}
