import { list, object, oneOf, optional, parseOptions } from '../../core/options.ts'
import type { Share } from '../../core/units.ts'
import { type ErrorCategory, errorCategories } from '../../metrics/error-category.ts'
import type { Measurement } from '../../metrics/result.ts'
import { judge } from '../../verdict/judge.ts'
import { errorRate, successRate } from '../../verdict/rates.ts'
import type { Verdict } from '../../verdict/verdict.ts'
import { shareToExceed, shareToStayBelow } from './readers.ts'

export interface ErrorRateOptions {
  /** Categories of errors that don't count as failed, such as `['rate-limited']`. */
  readonly except?: readonly ErrorCategory[]
}

export function toHaveSuccessRateAbove(measurement: Measurement, limit: Share): Verdict {
  const { limit: value } = parseOptions('toHaveSuccessRateAbove', { limit }, object({ limit: shareToExceed(NO_ERRORS) }))
  return judge(successRate(measurement), { kind: 'above', value })
}

export function toHaveErrorRateBelow(measurement: Measurement, limit: Share, options?: ErrorRateOptions): Verdict {
  const parsed = parseOptions('toHaveErrorRateBelow', { limit, options }, readErrorRate)
  return judge(errorRate(measurement, parsed.options.except), { kind: 'below', value: parsed.limit })
}

const NO_ERRORS = 'for no failure at all use toHaveNoErrors()'

const readErrorRate = object({
  limit: shareToStayBelow(NO_ERRORS),
  options: object({ except: optional(list(oneOf(...errorCategories), 'categories of errors', { min: 0 }), []) }),
})
