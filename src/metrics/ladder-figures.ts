/** The figures of one level. What doesn't exist is `undefined`. */
export interface LadderRow {
  /** `10 users`, or `50/s`. */
  readonly level: string
  /** Users, or arrivals per second. */
  readonly load: number
  /** Share of the requests that succeeded, from 0 to 1. */
  readonly successRate: number | undefined
  /** Of the latency, in milliseconds. */
  readonly mean: number | undefined
  readonly p95: number | undefined
  /** Successful requests per second. */
  readonly throughput: number | undefined
  /**
   * How the throughput grew from the level before, by how the load did: (T / T′) ÷ (L / L′). 1 is as much more as was asked for, 0.5 half of
   * it. `undefined` of the first level.
   */
  readonly scaling: number | undefined
  /** Cores in use on average; of `resourcesOf`. */
  readonly cpu: number | undefined
  /** Most resident bytes; of `resourcesOf`. */
  readonly memory: number | undefined
  /** `memory` less what was in use before the first level, per user. `undefined` where levels are rates. */
  readonly memoryPerUser: number | undefined
}

/** What a ladder came to, level by level. */
export interface LadderFigures {
  readonly name: string
  /** In the order of the levels. */
  readonly rows: readonly LadderRow[]
  /** Whose CPU and memory the rows have: the server's, or the generator's own where no server was sampled or asked, as with plain functions. */
  readonly resourcesOf: 'server' | 'generator'
}
