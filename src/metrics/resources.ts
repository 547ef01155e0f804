/** Who a resource belongs to; `metrics` are what the server tells of itself at its metrics URL. */
export type ResourceSource = 'system' | 'server' | 'generator' | 'gpu' | 'metrics'

/**
 * What the values of a series are. `gauge`: what was there at the moment of a reading. `span`: what held from the reading before to this
 * one, such as the use of a CPU. `counter`: a total that never falls; where the server began it anew, it goes on from where it was.
 */
export type ResourceKind = 'gauge' | 'span' | 'counter'

/** Names and values, as a series has them. */
export type ResourceLabels = Readonly<Record<string, string>>

/** A reading, or neighbouring readings of a very long run. */
export interface ResourcePoint {
  /** Milliseconds since the start of measuring; the base reading is before 0. */
  readonly at: number
  /** Of several readings the mean; of a counter the last. */
  readonly value: number
  readonly min: number
  readonly max: number
  /** How many readings it stands for. */
  readonly readings: number
}

/** One figure over time. What doesn't exist is `undefined`: a mean of no readings, an increase of one. */
export interface ResourceSeries {
  readonly source: ResourceSource
  /** Such as `cpu`, `memory` or `http_requests_total`. */
  readonly name: string
  readonly labels: ResourceLabels
  /** `share` (0 to 1), `cores` (1 is one core in full use), `bytes`, `ms`, `s`, `°C`, `/s`, or empty for a bare number. */
  readonly unit: string
  readonly kind: ResourceKind
  /** How many readings there are. */
  readonly readings: number
  readonly min: number | undefined
  readonly max: number | undefined
  readonly mean: number | undefined
  readonly first: number | undefined
  readonly last: number | undefined
  /** From the first reading to the last; below 0 where a gauge fell. */
  readonly increase: number | undefined
  readonly points: readonly ResourcePoint[]
  /** Of a counter: its increase per second, from reading to reading. */
  readonly rate: ResourceSeries | undefined
}

/** Something that happened to what was sampled: a process ended, a scrape failed. Times in milliseconds since the start of measuring. */
export interface ResourceMark {
  readonly at: number
  /** Until when it lasted; `at` where it was a moment. */
  readonly until: number
  readonly source: ResourceSource
  readonly message: string
}

/** The whole machine. */
export interface SystemResources {
  /** Share of all cores that was used. */
  readonly cpu: ResourceSeries
  /** The same for each core. */
  readonly cores: readonly ResourceSeries[]
  /** Bytes in use; what the system could give back at once is not. */
  readonly memory: ResourceSeries
  /** Bytes in use. */
  readonly swap: ResourceSeries
  /** Bytes that came in, over all interfaces but the loopback one. */
  readonly networkReceived: ResourceSeries
  /** Bytes that went out. */
  readonly networkSent: ResourceSeries
  /** Processes that ran or waited to run, on average over a minute. */
  readonly load: ResourceSeries
}

/** The server's process with all that it started. */
export interface ServerResources {
  /** Cores in use: 1 is one core in full use. */
  readonly cpu: ResourceSeries
  /** Resident memory in bytes. */
  readonly memory: ResourceSeries
  readonly threads: ResourceSeries
  /** Open files, sockets included. */
  readonly files: ResourceSeries
  readonly processes: ResourceSeries
  /** Milliseconds by which its event loop was late, p99 of each span; as all below known of a Node server with `webServer: { inspect: true }`. */
  readonly loopDelay: ResourceSeries
  /** Share of the time in which its event loop was at work. */
  readonly busy: ResourceSeries
  /** Bytes in use on the heap of its main thread. */
  readonly heap: ResourceSeries
  /** Bytes outside of the heap that belong to objects on it, such as buffers. */
  readonly external: ResourceSeries
  /** Share of the time that collecting garbage took. */
  readonly gc: ResourceSeries
  /** Milliseconds that the longest collection of each span took. */
  readonly gcPause: ResourceSeries
}

/** The process that sends the load. */
export interface GeneratorResources {
  /** Cores in use. */
  readonly cpu: ResourceSeries
  /** Share of the time in which the event loop was at work. */
  readonly busy: ResourceSeries
  /** Bytes in use on the heap of the main thread. */
  readonly heap: ResourceSeries
  /** Resident memory in bytes. */
  readonly memory: ResourceSeries
}

/** The first GPU; others are among `series`, told apart by their label `gpu`. */
export interface GpuResources {
  /** Share of the time in which it was at work. */
  readonly utilisation: ResourceSeries
  /** Bytes in use. */
  readonly memory: ResourceSeries
  /** Degrees Celsius. */
  readonly temperature: ResourceSeries
}

/** What the machine, the server and the generator did meanwhile. What was not sampled is there without readings. */
export interface Resources {
  readonly system: SystemResources
  readonly server: ServerResources
  readonly generator: GeneratorResources
  readonly gpu: GpuResources
  readonly series: readonly ResourceSeries[]
  /** In the order of time. */
  readonly marks: readonly ResourceMark[]
  /**
   * A metric of the server's own: the series of this name that has these labels, and maybe others. Several counters are added up;
   * of several gauges one must be chosen by its labels. A histogram has the labels `quantile: '0.5'`, `'0.95'` and `'0.99'`.
   *
   * Throws an `UnknownMetricError` that lists what there is.
   *
   * @example
   * result.resources.metric('http_request_duration_seconds', { quantile: '0.95' }).max
   */
  metric(name: string, labels?: ResourceLabels): ResourceSeries
}

/** A reading as it is stored: moment and value; with minimum, maximum and number of readings where it stands for several. */
export type StoredPoint =
  | readonly [at: number, value: number]
  | readonly [at: number, value: number, min: number, max: number, readings: number]

export interface StoredSeries {
  readonly source: ResourceSource
  readonly name: string
  readonly labels: ResourceLabels
  readonly unit: string
  readonly kind: ResourceKind
  readonly points: readonly StoredPoint[]
}

/** Resources as they are stored, JSON-safe. */
export interface StoredResources {
  readonly series: readonly StoredSeries[]
  readonly marks: readonly ResourceMark[]
}

export const NO_RESOURCES: StoredResources = Object.freeze({ series: Object.freeze([]), marks: Object.freeze([]) })
