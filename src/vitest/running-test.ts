import { inject, type ProvidedContext, type RunnerTestCase, TestRunner } from 'vitest'

/** The test that runs now, known until the caller's first `await`. */
export function runningTest(): RunnerTestCase | undefined {
  return TestRunner.getCurrentTest<RunnerTestCase | undefined>()
}

/** Whether Vitest runs this, in a test or elsewhere in a test file. `VITEST` in the environment does not tell: child processes inherit it. */
export function isInVitest(): boolean {
  try {
    provided('vitest-load')
    return true
  } catch {
    return false
  }
}

/** What the project gives to its tests; throws where `isInVitest` is false. */
export function provided<Key extends keyof ProvidedContext>(key: Key): ProvidedContext[Key] | undefined {
  return inject(key)
}
