import type { ErrorCategory } from '../metrics/error-category.ts'
import type { Figures, Report, ResultReport, TestReport, Timeline } from './model.ts'

/** What the live page is sent: a whole report at first and at the end, in between what is new. */
export type ReportUpdate =
  | { readonly kind: 'report'; readonly report: Report }
  /** A test that began, ended a load, was judged or ended; it takes the place of the one with its id. */
  | { readonly kind: 'test'; readonly test: TestReport }
  /** What the running load of a test measured since. */
  | {
      readonly kind: 'points'
      readonly test: string
      readonly points: readonly LivePoint[]
      readonly duration: number
      readonly total: Figures
    }

/** A step of a time line that grows. */
export interface LivePoint {
  readonly at: number
  readonly duration: number
  readonly vus: number
  readonly target?: number
  readonly throughput: number
  readonly failed: number
  readonly p50: number | null
  readonly p95: number | null
  readonly p99: number | null
  readonly errors: { readonly [Category in ErrorCategory]?: number }
}

/** The report after an update. Points of a test that isn't there are dropped: the report that holds it is still to come. */
export function applyUpdate(report: Report, update: ReportUpdate): Report {
  switch (update.kind) {
    case 'report':
      return update.report
    case 'test': {
      const isKnown = report.tests.some(({ id }) => id === update.test.id)
      const tests = report.tests.map((test) => (test.id === update.test.id ? update.test : test))
      return { ...report, tests: isKnown ? tests : [...tests, update.test] }
    }
    case 'points':
      return {
        ...report,
        tests: report.tests.map((test) => {
          const running = test.results.findIndex(({ outcome }) => outcome.state === 'running')
          if (test.id !== update.test || running === -1) return test
          return { ...test, results: test.results.map((result, index) => (index === running ? grown(result, update) : result)) }
        }),
      }
  }
}

/** Of no load that ran yet. */
export const NO_TIMELINE: Timeline = {
  at: [],
  end: 0,
  vus: [],
  throughput: [],
  failed: [],
  p50: [],
  p95: [],
  p99: [],
  errors: {},
}

function grown(result: ResultReport, { points, duration, total }: Extract<ReportUpdate, { kind: 'points' }>): ResultReport {
  const last = result.timeline.at.at(-1) ?? Number.NEGATIVE_INFINITY
  // After a reconnection the same points may come again.
  const fresh = points.filter(({ at }) => at > last)
  return { ...result, duration, total, timeline: extended(result.timeline, fresh) }
}

function extended(timeline: Timeline, points: readonly LivePoint[]): Timeline {
  const add = <Value>(column: readonly Value[], pick: (point: LivePoint) => Value): Value[] => [...column, ...points.map(pick)]
  const categories = new Set([timeline.errors, ...points.map(({ errors }) => errors)].flatMap(Object.keys) as ErrorCategory[])
  const none = timeline.at.map(() => 0)
  const hasTarget = timeline.target !== undefined || points.some(({ target }) => target !== undefined)
  return {
    at: add(timeline.at, ({ at }) => at),
    end: points.reduce((end, { at, duration }) => Math.max(end, at + duration), timeline.end),
    vus: add(timeline.vus, ({ vus }) => vus),
    ...(hasTarget && { target: add(timeline.target ?? none, ({ target = 0 }) => target) }),
    throughput: add(timeline.throughput, ({ throughput }) => throughput),
    failed: add(timeline.failed, ({ failed }) => failed),
    p50: add(timeline.p50, ({ p50 }) => p50),
    p95: add(timeline.p95, ({ p95 }) => p95),
    p99: add(timeline.p99, ({ p99 }) => p99),
    errors: Object.fromEntries(
      [...categories].map((category) => [
        category,
        add(timeline.errors[category] ?? none, ({ errors }) => errors[category] ?? 0),
      ]),
    ),
  }
}
