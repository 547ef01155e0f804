import type { KeptCapture } from '../metrics/kept-capture.ts'
import type { LadderFigures } from '../metrics/ladder-figures.ts'
import type { NotedVerdict } from '../verdict/noted.ts'
import { describeCapture } from './describe-capture.ts'
import { describeLadder } from './describe-ladder.ts'
import type { LimitReport, Report, ResultReport, StudyReport, TestReport } from './model.ts'
import { outsideLines, outsideText } from './outside-text.ts'
import { standingOfTest, standingOfVerdict } from './standing.ts'

/** A test with what it reported so far. */
export interface ReportedTest {
  /** @default its place in the report */
  readonly id?: string
  readonly name: string
  readonly state: TestReport['state']
  /** Of `describeResult`. */
  readonly results: readonly ResultReport[]
  /** Of `describeStudy`. @default none */
  readonly studies?: readonly StudyReport[]
  readonly verdicts: readonly NotedVerdict[]
  /** @default none */
  readonly ladders?: readonly LadderFigures[]
  /** @default none */
  readonly captures?: readonly KeptCapture[]
}

interface ReportFacts {
  /** @default now */
  readonly createdAt?: Date
  /** Whether more is to come. @default false */
  readonly isLive?: boolean
}

/** The report over all tests of a run. */
export function createReport(
  tests: readonly ReportedTest[],
  { createdAt = new Date(), isLive = false }: ReportFacts = {},
): Report {
  return {
    createdAt: createdAt.toISOString(),
    isLive,
    tests: tests.map((test, index) => describeTest({ id: String(index + 1), ...test })),
  }
}

/** One test of a report, as the live page is sent it when it changes. */
export function describeTest(test: ReportedTest & { readonly id: string }): TestReport {
  const { id, name, state, results, studies, verdicts, ladders = [], captures = [] } = test
  const limits = verdicts.map(describeLimit)
  const hasFailures = results.some(({ total, iterations }) => total.failed > 0 || iterations.failed > 0)
  const isOver = state === 'passed' || state === 'failed'
  const standings = limits.map(({ standing }) => standing)
  const standing = isOver ? standingOfTest(state, standings, hasFailures) : state
  return {
    id,
    name: outsideText(name),
    state,
    standing,
    limits,
    results,
    ...(studies !== undefined && studies.length > 0 && { studies }),
    ladders: ladders.map(describeLadder),
    captures: captures.map(describeCapture),
  }
}

function describeLimit(noted: NotedVerdict): LimitReport {
  return {
    matcher: `${noted.negated ? 'not.' : ''}${noted.matcher}`,
    standing: standingOfVerdict(noted),
    message: outsideLines(noted.message),
    ...(noted.warning !== undefined && { warning: outsideLines(noted.warning) }),
  }
}
