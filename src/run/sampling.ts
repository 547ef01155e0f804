import { OptionsError } from '../core/options.ts'
import type { MetricsSettings } from '../core/settings.ts'
import { createHostGuard, isThisMachine } from '../http/host-guard.ts'
import type { SamplerTask, ScrapeTask } from '../sampler/sampler-task.ts'
import type { ServerPlace } from '../sampler/server-probe.ts'
import type { ReadLoadOptions } from './load-options.ts'
import type { LoadSettings } from './run-context.ts'

/** What sampling needs to know of a run. */
export interface SampledRun {
  readonly options: Pick<ReadLoadOptions, 'baseUrl' | 'allowedHosts' | 'tls' | 'sample' | 'metrics'>
  readonly settings: LoadSettings
  /** Where declared requests go; `undefined` of functions. */
  readonly origin?: string | undefined
  /** Moments on whose two sides no point may lie; infinite ones are none. */
  readonly cuts: readonly number[]
}

const DEFAULT_EVERY = 1000

/**
 * What is sampled in a run, by its options and those of its project; `undefined` where nothing is.
 *
 * Throws an `OptionsError` for a path of metrics without a `baseUrl`, and the guard's `HostNotAllowedError` for their host.
 */
export function planSampling({ options, settings, origin, cuts }: SampledRun): SamplerTask | undefined {
  const sample = options.sample ?? settings.sample ?? { every: DEFAULT_EVERY, pid: undefined }
  const metrics = options.metrics ?? settings.metrics
  if (sample === false && metrics === undefined) return undefined
  const target = origin ?? options.baseUrl ?? settings.baseUrl
  return {
    every: sample === false ? DEFAULT_EVERY : sample.every,
    cuts: [...new Set(cuts)].filter(Number.isFinite),
    hasMachine: sample !== false,
    server: sample === false ? undefined : placeOfServer(target, sample.pid, settings),
    inspectors:
      sample === false || sample.pid !== undefined || !isOfProject(target, settings) ? undefined : settings.serverInspectors,
    metrics: metrics && scrapeOf(metrics, options, settings),
  }
}

/** The process that was named, or that `webServer` started for this target; else whoever listens on its port, if that is here. */
function placeOfServer(target: string | undefined, pid: number | undefined, settings: LoadSettings): ServerPlace | undefined {
  const url = target === undefined ? null : URL.parse(target)
  const isHere = url !== null && isThisMachine(url.hostname)
  const port = isHere ? Number(url.port || (url.protocol === 'https:' ? 443 : 80)) : undefined
  const known = pid ?? (isOfProject(target, settings) ? settings.serverPid : undefined)
  return known === undefined && port === undefined ? undefined : { pid: known, port: pid === undefined ? port : undefined }
}

function isOfProject(target: string | undefined, settings: LoadSettings): boolean {
  return target === undefined || URL.parse(target)?.origin === URL.parse(settings.baseUrl ?? '')?.origin
}

function scrapeOf(
  { url, watch, headers }: MetricsSettings,
  { baseUrl, allowedHosts, tls }: SampledRun['options'],
  settings: LoadSettings,
): ScrapeTask {
  const base = baseUrl ?? settings.baseUrl
  if (url.startsWith('/') && base === undefined) {
    const message = `Expected \`baseUrl\` for the path '${url}' of \`metrics.url\`: give one, such as 'http://127.0.0.1:3000', or a whole URL`
    throw new OptionsError('metrics', [{ at: 'baseUrl', message }])
  }
  const whole = url.startsWith('/') ? `${base?.replace(/\/+$/, '')}${url}` : url
  const hosts = [...settings.allowedHosts, ...allowedHosts]
  createHostGuard(hosts)(new URL(whole))
  return { url: whole, watch, headers, allowedHosts: hosts, tls }
}
