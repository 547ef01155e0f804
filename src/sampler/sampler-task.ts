import type { TlsOptions } from '../http/open-socket.ts'
import type { StoredResources } from '../metrics/resources.ts'
import type { ServerPlace } from './server-probe.ts'

/** What the sampler's thread is to do; it crosses to that thread. */
export interface SamplerTask {
  /** Milliseconds between two readings. */
  readonly every: number
  /** Moments of the run on whose two sides no point may lie. */
  readonly cuts: readonly number[]
  /** Whether the machine, the generator and the GPU are sampled. */
  readonly hasMachine: boolean
  /** `undefined` where the server's process is not on this machine. */
  readonly server: ServerPlace | undefined
  /** Where the Node processes of the server can be inspected; `undefined` where none shall be. */
  readonly inspectors: readonly string[] | undefined
  readonly metrics: ScrapeTask | undefined
}

/** What is scraped. */
export interface ScrapeTask {
  readonly url: string
  readonly watch: readonly string[]
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly allowedHosts: readonly string[]
  readonly tls: TlsOptions | undefined
}

/** What the sampler's thread is given at its start. */
export interface SamplerData {
  readonly task: SamplerTask
  /** See `GeneratorCell`. */
  readonly cell: SharedArrayBuffer
}

/** To the sampler's thread. `zero` is the run's moment 0, on the scale of `monotonicNow`. */
export type SamplerOrder = { readonly kind: 'begin'; readonly zero: number } | { readonly kind: 'end' }

/** From the sampler's thread: the base reading was taken; or all is over. */
export type SamplerAnswer = { readonly kind: 'ready' } | { readonly kind: 'ended'; readonly resources: StoredResources }
