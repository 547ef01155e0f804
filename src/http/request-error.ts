import { LoadTestError } from '../core/errors.ts'
import type { ErrorCategory } from '../metrics/error-category.ts'
import type { ExchangeTimes } from './transport.ts'

/** A request that got no (whole) response. `category` says why; `interrupted` means that the run ended before it. */
export class RequestError extends LoadTestError {
  readonly category: ErrorCategory | 'interrupted'
  readonly times: ExchangeTimes

  constructor(category: ErrorCategory | 'interrupted', message: string, times: ExchangeTimes, options?: ErrorOptions) {
    super('ERR_LOAD_REQUEST', message, options)
    this.category = category
    this.times = times
  }
}
