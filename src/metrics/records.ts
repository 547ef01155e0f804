import type { Bounds } from './grid.ts'
import type { Interval, IterationSeries, RequestSeries } from './interval.ts'
import { type IntervalHealth, mergeHealthOf } from './interval-health.ts'
import { mergeIterations, mergeRequests, seriesKey } from './merge.ts'
import { START_SCENARIO } from './sample.ts'

/** Which series are meant; all where nothing is said, but for what `start` and `stop` sent. */
export interface Selection {
  readonly scenario?: string
  readonly endpoint?: string
  readonly stage?: string
}

/** Intervals, ready to be asked. Each series is added up once, however many slices need it. */
export class Records {
  readonly intervals: readonly Interval[]
  readonly #requests = new Map<string, RequestSeries[]>()
  readonly #iterations = new Map<string, IterationSeries[]>()
  readonly #health = new Map<string, IntervalHealth | undefined>()

  constructor(intervals: readonly Interval[]) {
    this.intervals = intervals
    for (const interval of intervals) {
      for (const series of interval.requests) collect(this.#requests, series)
      for (const series of interval.iterations) collect(this.#iterations, series)
    }
  }

  /** Every scenario × endpoint × stage that was requested, in the order in which they first came. */
  get requested(): readonly RequestSeries[] {
    return [...this.#requests.values()].map((parts) => parts[0] as RequestSeries)
  }

  /** Every scenario × stage that had iterations. */
  get iterated(): readonly IterationSeries[] {
    return [...this.#iterations.values()].map((parts) => parts[0] as IterationSeries)
  }

  requests(selection: Selection): RequestSeries | undefined {
    return addUp(this.#requests, selection, mergeRequests)
  }

  iterations(selection: Selection): IterationSeries | undefined {
    return addUp(this.#iterations, selection, mergeIterations)
  }

  /** The generator's health in some spans of time. */
  health(spans: readonly Bounds[]): IntervalHealth | undefined {
    const key = spans.map(({ start, end }) => `${start} ${end}`).join()
    if (!this.#health.has(key)) this.#health.set(key, mergeHealthOf(intervalsIn(this.intervals, spans)))
    return this.#health.get(key)
  }

  /** The most users at a time in some spans of time. */
  vus(spans: readonly Bounds[]): number {
    return intervalsIn(this.intervals, spans).reduce((most, { vus }) => Math.max(most, vus), 0)
  }
}

/** Whether a series is part of a selection. An iteration series has no endpoint: it is part of none of them. */
export function isSelected(series: { scenario: string; stage: string; endpoint?: string }, selection: Selection): boolean {
  const { scenario, endpoint, stage } = selection
  if (scenario === undefined ? series.scenario === START_SCENARIO : series.scenario !== scenario) return false
  return (endpoint === undefined || series.endpoint === endpoint) && (stage === undefined || series.stage === stage)
}

function intervalsIn(intervals: readonly Interval[], spans: readonly Bounds[]): Interval[] {
  return intervals.filter(({ start }) => spans.some((span) => start >= span.start && start < span.end))
}

function collect<S extends { scenario: string; stage: string }>(groups: Map<string, S[]>, series: S): void {
  const key = seriesKey(series)
  const group = groups.get(key)
  if (group === undefined) groups.set(key, [series])
  else group.push(series)
}

function addUp<S extends { scenario: string; stage: string }>(
  groups: Map<string, S[]>,
  selection: Selection,
  merge: (parts: readonly [S, ...S[]]) => S,
): S | undefined {
  const selected: S[] = []
  for (const parts of groups.values()) {
    const [first, second] = parts
    if (first === undefined || !isSelected(first, selection)) continue
    if (second !== undefined) parts.splice(0, parts.length, merge(parts as [S, ...S[]]))
    selected.push(parts[0] as S)
  }
  return selected.length === 0 ? undefined : merge(selected as [S, ...S[]])
}
