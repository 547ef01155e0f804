import { LoadTestError } from '../core/errors.ts'
import type { LoadResult } from '../metrics/result.ts'

/** A run that ended before its time. What was measured until then is in `result`, which is reported already. */
export class LoadAbortedError extends LoadTestError {
  readonly result: LoadResult

  constructor(reason: string, result: LoadResult) {
    super('ERR_LOAD_ABORTED', `The load was aborted: ${reason}`)
    this.result = result
  }
}
