import { LoadTestError } from '../core/errors.ts'

/** The command line itself is wrong. */
export class UsageError extends LoadTestError {
  constructor(message: string) {
    super('ERR_LOAD_USAGE', message)
  }
}
