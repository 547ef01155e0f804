import { LoadTestError } from '../core/errors.ts'
import type { Baseline } from './baseline.ts'
import { readBaselineFile } from './baseline-store.ts'

/**
 * Reads a baseline that `toMatchBaseline` has written.
 *
 * @param path Of the file: absolute, or from where the process runs.
 * @throws {LoadTestError} if there is none, or it is damaged, or a newer version wrote it.
 * @example
 * expect(result).toHaveNoRegression(readBaseline('tests/__baselines__/checkout.test.ts/checkout.linux.json'))
 */
export function readBaseline(path: string): Baseline {
  const found = readBaselineFile(path)
  if (found.kind === 'baseline') return found.baseline
  const message = found.kind === 'unreadable' ? found.message : 'Expected a baseline, got no such file'
  throw new LoadTestError('ERR_LOAD_BASELINE', `${path}: ${message}`)
}
