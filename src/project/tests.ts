import type { TestCase } from 'vitest/node'
import { messageOf } from '../core/errors.ts'
import { parseResult } from '../metrics/load-result.ts'
import type { LoadResult } from '../metrics/result.ts'
import type { TestSummary } from '../report/terminal-summary.ts'
import { isResult, isVerdicts, type ResultArtifact } from '../vitest/artifact.ts'

const read = new WeakMap<ResultArtifact, LoadResult | string>()

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
  return tests.flatMap((test) => {
    const artifacts = test.artifacts()
    const results = artifacts.filter(isResult).map(readResult)
    const verdicts = artifacts.filter(isVerdicts).flatMap(({ verdicts }) => verdicts)
    const state = stateOf(test)
    const hasFailed = state === 'failed' && 'vitest-load' in test.project.getProvidedContext()
    if (results.length === 0 && verdicts.length === 0 && !hasFailed) return []
    return {
      name: test.fullName,
      state,
      results: results.filter((result) => typeof result !== 'string'),
      verdicts,
    }
  })
}

function tryToRead({ result }: ResultArtifact): LoadResult | string {
  try {
    return parseResult(result)
  } catch (error) {
    return messageOf(error)
  }
}

function stateOf(test: TestCase): TestSummary['state'] {
  const { state } = test.result()
  // One that never ended lost its process.
  return state === 'pending' ? 'failed' : state
}
