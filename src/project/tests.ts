import type { TestCase } from 'vitest/node'
import type { Trend } from '../baseline/trend.ts'
import { messageOf } from '../core/errors.ts'
import { DEFAULT_REPORT, type ReportSettings } from '../core/settings.ts'
import { parseResult } from '../metrics/load-result.ts'
import type { LoadResult } from '../metrics/result.ts'
import type { ReportedTest } from '../report/create-report.ts'
import { describeResult } from '../report/describe-result.ts'
import { describeTrend } from '../report/describe-trend.ts'
import { extrasOf } from '../report/extras.ts'
import type { ResultReport } from '../report/model.ts'
import type { TestSummary } from '../report/terminal-summary.ts'
import { isResult, isVerdicts, type ResultArtifact, type UsedBaseline } from '../vitest/artifact.ts'

/** The trend of each result of which there is one. */
export type Trends = ReadonlyMap<ResultArtifact, Trend>

const read = new WeakMap<ResultArtifact, LoadResult | string>()
const described = new WeakMap<ResultArtifact, ResultReport>()

/** The result of an artifact, or why it can't be read: merged reports may come from another version. */
export function readResult(artifact: ResultArtifact): LoadResult | string {
  const known = read.get(artifact)
  if (known !== undefined) return known
  const result = tryToRead(artifact)
  read.set(artifact, result)
  return result
}

/** The tests that loaded, judged a load or, in a project of load tests, failed before they could; with all that they reported. */
export function summarizeTests(tests: readonly TestCase[]): TestSummary[] {
  return tests.filter(isLoadTest).map((test) => ({
    name: test.fullName,
    state: finalState(test),
    results: resultsOf(test)
      .map(readResult)
      .filter((result) => typeof result !== 'string'),
    verdicts: verdictsOf(test),
  }))
}

/** Whether a test is one for the report. */
export function isLoadTest(test: TestCase): boolean {
  const hasFailed = finalState(test) === 'failed' && 'vitest-load' in test.project.getProvidedContext()
  return resultsOf(test).length > 0 || verdictsOf(test).length > 0 || hasFailed
}

/** A test as it is by now, as the report tells it. */
export function reportedTest(test: TestCase): ReportedTest & { readonly id: string } {
  const { state } = test.result()
  return {
    id: test.id,
    name: test.fullName,
    state: state === 'pending' ? 'running' : state,
    results: resultsOf(test).flatMap((artifact) => describeArtifact(artifact, baselinesOf(test)) ?? []),
    verdicts: verdictsOf(test),
  }
}

/** The same after the run: a test that never ended lost its process. */
export function finishedTest(test: TestCase, trends: Trends): ReportedTest {
  const results = resultsOf(test).flatMap((artifact) => {
    const described = describeArtifact(artifact, baselinesOf(test))
    const trend = trends.get(artifact)
    return described === undefined ? [] : [trend === undefined ? described : { ...described, history: describeTrend(trend) }]
  })
  return { ...reportedTest(test), state: finalState(test), results }
}

/** What the project of a test wants of reports. */
export function reportSettings(test: TestCase): ReportSettings {
  return test.project.getProvidedContext()['vitest-load:report'] ?? DEFAULT_REPORT
}

function describeArtifact(artifact: ResultArtifact, baselines: readonly UsedBaseline[]): ResultReport | undefined {
  const { name, startedAt } = artifact.result
  const used = baselines.find(({ result }) => result.name === name && result.startedAt === startedAt)
  const report = describeOnce(artifact)
  return report === undefined || used?.baseline === undefined ? report : { ...report, baseline: used.baseline }
}

function describeOnce(artifact: ResultArtifact): ResultReport | undefined {
  const known = described.get(artifact)
  if (known !== undefined) return known
  const result = readResult(artifact)
  if (typeof result === 'string') return undefined
  const report = describeResult(result, extrasOf(result))
  described.set(artifact, report)
  return report
}

/** The baselines that a test asked for, in all of its attempts. */
export function baselinesOf(test: TestCase): readonly UsedBaseline[] {
  return test
    .artifacts()
    .filter(isVerdicts)
    .flatMap(({ baselines = [] }) => baselines)
}

export function resultsOf(test: TestCase): ResultArtifact[] {
  return test.artifacts().filter(isResult)
}

function verdictsOf(test: TestCase): TestSummary['verdicts'] {
  return test
    .artifacts()
    .filter(isVerdicts)
    .flatMap(({ verdicts }) => verdicts)
}

function tryToRead({ result }: ResultArtifact): LoadResult | string {
  try {
    return parseResult(result)
  } catch (error) {
    return messageOf(error)
  }
}

function finalState(test: TestCase): TestSummary['state'] {
  const { state } = test.result()
  return state === 'pending' ? 'failed' : state
}
