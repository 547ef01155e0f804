/** What puts a plan's load on its target, and hands over what it measured, interval by interval. */
export interface LoadGenerator {
  /** Gets ready what must be there before the run's time begins. Rejects where nothing answers at the target. */
  prepare(): Promise<void>
  /** Begins the run's time. */
  begin(): Promise<void>
  /** Milliseconds that it spent spinning so far. */
  readonly spun: number
  /** Applies the load; resolves when all is over, or given up. */
  run(): Promise<GeneratorReport>
  /** Hands over what is left, up to the interval that holds a moment. */
  finish(last: number): void
}

/** What intervals do not tell. It can be sent to another thread. */
export interface GeneratorReport {
  /** When the last iteration of each scenario ended. */
  readonly lastEnds: Readonly<Record<string, number>>
  /** When the last sample of all ended. */
  readonly lastSample: number
  /** What was left out of the intervals, because its iteration was due in the warm-up. */
  readonly warmUp: { readonly requests: number; readonly failed: number }
  readonly hasTooManyEndpoints: boolean
  readonly hasTooManyChecks: boolean
  readonly hasTooManyTrends: boolean
  /** When the last request was sent that might be; `undefined` where there was room for more. */
  readonly usedUpAt: number | undefined
  /** Whether more requests were asked for than might be sent. */
  readonly hasRefused: boolean
  /** For each scenario whose rows ran out, where that lets users leave: how many iterations that were due found none. */
  readonly withoutRows: ReadonlyMap<string, number>
}

/** How a generator does, second by second. */
export interface GeneratorState {
  readonly vus: number
  /** Whether all was sent that might be. */
  readonly isUsedUp: boolean
  /** Milliseconds that it spent spinning so far. */
  readonly spun: number
}

/** Of several threads: counts add up, and it was over with the last of them. */
export function mergeReports(reports: readonly GeneratorReport[]): GeneratorReport {
  const some = (pick: (report: GeneratorReport) => boolean): boolean => reports.some(pick)
  const sum = (pick: (report: GeneratorReport) => number): number => reports.reduce((total, one) => total + pick(one), 0)
  const lastEnds: Record<string, number> = {}
  for (const report of reports) {
    for (const [scenario, end] of Object.entries(report.lastEnds)) lastEnds[scenario] = Math.max(lastEnds[scenario] ?? 0, end)
  }
  const withoutRows = new Map<string, number>()
  for (const [scenario, lacking] of reports.flatMap((report) => [...report.withoutRows])) {
    withoutRows.set(scenario, (withoutRows.get(scenario) ?? 0) + lacking)
  }
  const ends = reports.flatMap(({ usedUpAt }) => usedUpAt ?? [])
  return {
    lastEnds,
    lastSample: Math.max(0, ...reports.map(({ lastSample }) => lastSample)),
    warmUp: { requests: sum(({ warmUp }) => warmUp.requests), failed: sum(({ warmUp }) => warmUp.failed) },
    hasTooManyEndpoints: some((report) => report.hasTooManyEndpoints),
    hasTooManyChecks: some((report) => report.hasTooManyChecks),
    hasTooManyTrends: some((report) => report.hasTooManyTrends),
    usedUpAt: ends.length > 0 && ends.length === reports.length ? Math.max(...ends) : undefined,
    hasRefused: some((report) => report.hasRefused),
    withoutRows,
  }
}
