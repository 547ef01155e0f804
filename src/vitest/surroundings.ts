import type * as Vitest from 'vitest'
import type { ProvidedContext, RunnerTestCase } from 'vitest'

/**
 * Vitest, where this runs in it. A plain script does without: it takes some 50 ms. Vitest sets the variable in all that runs tests; child
 * processes of a test inherit it, so with it there may be a Vitest that runs nothing.
 */
const vitest: typeof Vitest | undefined = process.env.VITEST_WORKER_ID === undefined ? undefined : await import('vitest')

/** A test that artifacts belong to. */
export type TestTask = Parameters<typeof Vitest.recordArtifact>[0]

/** The test that runs now, known until the caller's first `await`. */
export function runningTest(): RunnerTestCase | undefined {
  return vitest?.TestRunner.getCurrentTest<RunnerTestCase | undefined>()
}

/** Whether Vitest runs this, in a test or elsewhere in a test file. */
export function isInVitest(): boolean {
  try {
    provided('vitest-load')
    return vitest !== undefined
  } catch {
    return false
  }
}

/** What the project gives to its tests; throws where `isInVitest` is false. */
export function provided<Key extends keyof ProvidedContext>(key: Key): ProvidedContext[Key] | undefined {
  return vitest?.inject(key)
}

/** Sends something to the reporter, for a test; resolves with it when the reporter has it. */
export const recordArtifact: typeof Vitest.recordArtifact = (test, artifact) =>
  // Where there is a test, there is Vitest.
  (vitest as typeof Vitest).recordArtifact(test, artifact)
