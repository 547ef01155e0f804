import type { TestCase, Vitest } from 'vitest/node'
import { resultProperties } from '../report/properties.ts'
import { isResult } from '../vitest/artifact.ts'
import { readResult } from './tests.ts'

/**
 * Gives the figures of results to JUnit's reporter, which writes the annotations of a test as its properties. To be called before the
 * first `await` at the end of a run: it reads them soon after.
 */
export function addJUnitProperties({ config, state }: Vitest, tests: readonly TestCase[]): void {
  if (!config.reporters.some((reporter) => Array.isArray(reporter) && reporter[0] === 'junit')) return
  for (const test of tests) {
    const results = test
      .artifacts()
      .filter(isResult)
      .map(readResult)
      .filter((result) => typeof result !== 'string')
    const task = state.idMap.get(test.id)
    if (task?.type !== 'test') continue
    for (const result of results) {
      for (const { name, value } of resultProperties(result, results.length === 1))
        task.annotations.push({ type: name, message: value })
    }
  }
}
