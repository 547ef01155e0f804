/** What a project gives to every load in it. */
export interface LoadSettings {
  readonly baseUrl?: string
  /** Hosts besides loopback that may be loaded. */
  readonly allowedHosts: readonly string[]
  /** Milliseconds to rest after a load, before the next one may start. */
  readonly coolDown: number
}
