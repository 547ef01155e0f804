import { readThresholds, type ThresholdsOptions } from './thresholds.ts'

export type LatencyGrade = 'excellent' | 'good' | 'acceptable' | 'poor' | 'critical'
export type ErrorGrade = 'excellent' | 'good' | 'acceptable' | 'poor'

/** How good a measurement is at a glance; a grade that nothing speaks for is `undefined`. */
export interface Grades {
  /** Of p95; none without a success, so what fails fast never looks good. */
  readonly latency: LatencyGrade | undefined
  readonly errors: ErrorGrade | undefined
}

/** What is graded: a result, a slice of it, or figures of another tool. */
export interface Graded {
  readonly latency: { readonly p95: number | undefined }
  readonly requests: { readonly succeeded: number; readonly failed: number }
}

/**
 * Grades a result or a slice of it.
 *
 * @throws {OptionsError} if a threshold is none.
 * @example gradesOf(result.endpoint('GET /health'), { p95: { excellent: 10 } }).latency
 */
export function gradesOf({ latency, requests }: Graded, options?: ThresholdsOptions): Grades {
  const { p95, errorRate } = readThresholds('gradesOf', options)
  const { succeeded, failed } = requests
  const ended = succeeded + failed
  return {
    latency: latency.p95 === undefined || succeeded === 0 ? undefined : gradeBelow(latency.p95, p95, 'critical'),
    errors: ended === 0 ? undefined : gradeBelow(failed / ended, errorRate, 'poor'),
  }
}

/** The grade after the last limit that the value reached: a user who tightens the last of them tightens those before it. */
function gradeBelow<G extends string, L extends string>(value: number, limits: Readonly<Record<G, number>>, last: L): G | L {
  const grades = Object.keys(limits) as G[]
  return grades[grades.findLastIndex((grade) => value >= limits[grade]) + 1] ?? last
}
