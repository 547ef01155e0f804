import { join } from 'node:path'
import type { RunnerTestCase, RunnerTestSuite } from 'vitest'
import { baselineFolder, baselineStem, fileName } from '../baseline/baseline-file.ts'
import { LoadTestError } from '../core/errors.ts'
import { countName } from './test-record.ts'

/** Where a baseline is kept. */
export interface BaselinePlace {
  readonly name: string
  readonly stem: string
  readonly path: string
}

/** By test file as it runs now: the names that baselines were asked for with, by path in lower case, as some file systems know no other. */
const claims = new WeakMap<RunnerTestSuite, Map<string, string>>()

/**
 * The place of the baseline that a test asks for now: by the test's name and the one that it was given. Another test of that name and
 * another call have a number, which does not depend on which tests run.
 *
 * Throws a `LoadTestError` where two names would share a file.
 */
export function placeOf(test: RunnerTestCase, given: string | undefined, environment: string): BaselinePlace {
  const name = nameOf(test, given)
  const stem = baselineStem(name)
  const path = join(baselineFolder(test.file.filepath), fileName(stem, environment))
  const names = claims.get(test.file) ?? new Map<string, string>()
  claims.set(test.file, names)
  const known = names.get(path.toLowerCase())
  if (known !== undefined && known !== name) {
    throw new LoadTestError(
      'ERR_LOAD_BASELINE',
      `Expected a baseline's name to be a file's of its own, got '${known}' and '${name}', which are both ${stem}: ` +
        'rename one of the tests, or give one a name with toMatchBaseline(name)',
    )
  }
  names.set(path.toLowerCase(), name)
  return { name, stem, path }
}

function nameOf(test: RunnerTestCase, given: string | undefined): string {
  const same = testsOf(test.file).filter(({ fullTestName }) => fullTestName === test.fullTestName)
  const place = same.indexOf(test)
  const own = place > 0 ? `${test.fullTestName} (test ${place + 1})` : test.fullTestName
  const full = given === undefined ? own : `${own} > ${given}`
  const call = countName(test, `baseline: ${full}`)
  return call === 1 ? full : `${full} (call ${call})`
}

function testsOf({ tasks }: RunnerTestSuite): RunnerTestCase[] {
  return tasks.flatMap((task) => (task.type === 'test' ? [task] : testsOf(task)))
}
