import type { AddedToxic } from './treatment.ts'

/** What the thread of a proxy is given at its start. */
export interface ProxyTask {
  /** Where connections lead: a URL. */
  readonly target: string
  /** `undefined`: any that is free. */
  readonly port: number | undefined
  readonly seed: number
  readonly allowedHosts: readonly string[]
}

/** To the thread. Each order is answered, in turn. */
export type ProxyOrder =
  | { readonly kind: 'toxics'; readonly toxics: readonly AddedToxic[] }
  | { readonly kind: 'down' }
  | { readonly kind: 'up' }

/** From the thread: it listens, the last order was followed, or something could not be done. */
export type ProxyAnswer =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly message: string }
