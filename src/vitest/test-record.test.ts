import { afterAll, describe, expect, it, type RunnerTestCase } from 'vitest'
import { shopResult } from '../report/result.fixture.ts'
import type { NotedVerdict } from '../verdict/noted.ts'
import { isResult, isVerdicts } from './artifact.ts'
import { noteVerdict, reportResult, waitFor } from './test-record.ts'

const verdict: NotedVerdict = { matcher: 'toHaveP95Below', negated: false, state: 'pass', message: 'p95 was 1 ms' }
const seen: RunnerTestCase[] = []

/** The names of the results and how many verdicts a test has recorded. */
function recorded(test: RunnerTestCase | undefined): readonly (string | number)[] {
  return (test?.artifacts ?? []).flatMap((artifact) => {
    if (isResult(artifact)) return artifact.result.name
    return isVerdicts(artifact) ? artifact.verdicts.length : []
  })
}

// What happens before any test, as in `beforeAll`.
reportResult(undefined, shopResult({ name: 'early' }))
noteVerdict(verdict)

describe('a test', () => {
  it('reports, with its first matcher, what came before any test', ({ task }) => {
    seen.push(task)
    noteVerdict(verdict)
    noteVerdict(verdict)
  })

  it('reports results as they come, and its verdicts at its end', async ({ task }) => {
    seen.push(task)
    reportResult(task, shopResult({ name: 'first' }))
    await expect.poll(() => recorded(task)).toEqual(['first'])
    noteVerdict(verdict)
    expect(recorded(task)).toEqual(['first'])
  })

  it('is not over before its loads are, and leaves their errors to their callers', ({ task }) => {
    seen.push(task)
    const load = new Promise((resolve) => setTimeout(resolve, 50))
    waitFor(
      task,
      load.then(() => reportResult(task, shopResult({ name: 'late' }))),
    )
    waitFor(task, Promise.reject(new Error('aborted')))
  })

  it('starts afresh with each repeat', { repeats: 1 }, ({ task }) => {
    if (!seen.includes(task)) seen.push(task)
    noteVerdict(verdict)
  })
})

afterAll(() => {
  expect(seen.map(recorded)).toEqual([['early', 3], ['first', 1], ['late'], [1, 1]])
})
