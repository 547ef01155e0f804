/** What a project gives to every load in it. JSON-safe. */
export interface LoadSettings {
  readonly baseUrl?: string
  /** Hosts besides loopback that may be loaded. */
  readonly allowedHosts: readonly string[]
  /** Milliseconds to rest after a load, before the next one may start. */
  readonly coolDown: number
  /** How loads are sampled; `false`: not at all. */
  readonly sample?: SampleSettings | false
  /** What is scraped. */
  readonly metrics?: MetricsSettings
  /** The process that `webServer` started for `baseUrl`. */
  readonly serverPid?: number
  /** Where the Node processes among those that `webServer` started can be inspected; missing where none shall be. */
  readonly serverInspectors?: readonly string[]
}

/** What a project gives to the reporter of its loads. JSON-safe. */
export interface ReportSettings {
  /** Where results are written, relative to the project's root. */
  readonly outputDir: string
  /** Whether a page shows the run while it is on. */
  readonly ui: boolean
  /** The file to which the run's figures are added, relative to the project's root; missing where none is kept. */
  readonly history?: string
}

/** Beside the reports: what is measured on one machine is no history for another, so it is not under version control. */
export const DEFAULT_HISTORY = '.vitest/load/history.sqlite'

export const DEFAULT_REPORT: ReportSettings = Object.freeze({ outputDir: '.vitest/load', ui: false })

export interface SampleSettings {
  /** Milliseconds between two readings. */
  readonly every: number
  readonly pid?: number | undefined
}

export interface MetricsSettings {
  /** A URL, or a path below `baseUrl`. */
  readonly url: string
  /** Names of metrics; all where it is empty. */
  readonly watch: readonly string[]
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
}
