import type { Outcome } from '../metrics/outcome.ts'
import type { EndReport } from './model.ts'
import { outsideLines } from './outside-text.ts'

/** What a report shows of how something ended. */
export function describeEnd(outcome: Outcome): EndReport {
  return outcome.state === 'aborted' ? { ...outcome, reason: outsideLines(outcome.reason) } : outcome
}
