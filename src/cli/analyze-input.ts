import { analyze } from '../analysis/analyze.ts'
import { analyzeLocust, gradesOfLocust } from '../analysis/analyze-locust.ts'
import { type Grades, gradesOf } from '../analysis/grades.ts'
import { errorRateOf, includesFailures, type RowFigures } from '../baseline/run-summary.ts'
import type { Finding } from '../metrics/finding.ts'
import type { MeasuredInput } from './read-input.ts'
import { summaryOf } from './read-input.ts'
import { judgeLocust, judgeResult, type LimitOutcome, type RunLimit } from './run-limit.ts'

/** What a run's figures say. JSON-safe. */
export interface InputAnalysis {
  readonly file: string
  readonly name: string
  readonly source: 'vitest-load' | 'locust'
  /** Why the run ended early; absent where it did not. */
  readonly aborted?: string
  readonly total: GradedRow
  readonly endpoints: readonly (GradedRow & { readonly name: string })[]
  /** The gravest first. */
  readonly findings: readonly Finding[]
  /** In the order in which they were given. */
  readonly limits: readonly LimitOutcome[]
}

export interface GradedRow extends RowFigures {
  /** Failures / requests; absent without a request. */
  readonly errorRate?: number
  /** Those that nothing speaks for are absent. */
  readonly grades: Partial<Grades>
  /** Latencies are to a good part of failures, so they have no grade. */
  readonly includesFailures?: true
}

/** Grades, finds and judges what was measured. */
export function analyzeInput(input: MeasuredInput, limits: readonly RunLimit[]): InputAnalysis {
  const { service: name, source, total, endpoints } = summaryOf(input)
  const row = (figures: RowFigures, grades: Grades): GradedRow => {
    const errorRate = errorRateOf(figures)
    return {
      ...figures,
      ...(errorRate !== undefined && { errorRate }),
      grades: withoutMissing(grades),
      ...(includesFailures(figures, source) && { includesFailures: true }),
    }
  }
  const head = { file: input.file, name, source }
  if (input.kind === 'locust') {
    const { stats } = input.run
    const gradesAt = (endpoint: string): Grades =>
      gradesOfLocust(stats.endpoints.find((one) => one.name === endpoint) ?? stats.total)
    return {
      ...head,
      total: row(total, gradesOfLocust(stats.total)),
      endpoints: endpoints.map((one) => ({ name: one.name, ...row(one, gradesAt(one.name)) })),
      findings: analyzeLocust(input.run),
      limits: limits.map((limit) => judgeLocust(name, stats.total, limit)),
    }
  }
  const { result } = input
  return {
    ...head,
    ...(result.outcome.state === 'aborted' && { aborted: result.outcome.reason }),
    total: row(total, gradesOf(result)),
    endpoints: endpoints.map((one) => ({ name: one.name, ...row(one, gradesOf(result.endpoint(one.name))) })),
    findings: analyze(result),
    limits: limits.map((limit) => judgeResult(result, limit)),
  }
}

function withoutMissing(grades: Grades): Partial<Grades> {
  return Object.fromEntries(Object.entries(grades).filter(([, grade]) => grade !== undefined))
}
