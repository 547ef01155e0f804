import { formatCount } from '../core/format.ts'
import type { ErrorCategory } from '../metrics/error-category.ts'
import type { Measurement } from '../metrics/result.ts'
import { blameGenerator } from './fitness.ts'

/** Failures that need not be the target's. */
export interface OwnFailures {
  readonly count: number
  /** Completes "because", and says what to do. */
  readonly blame: string
}

/** The failures that were the generator's own, and, where it was unfit, those that may have been: the least first. */
export function ownFailures(measurement: Measurement): readonly OwnFailures[] {
  const own = countOf(measurement, 'generator')
  const timeouts = countOf(measurement, 'timeout')
  const unfit = blameGenerator(measurement)
  const failures: OwnFailures[] = []
  if (own > 0) {
    const blame = `${formatCount(own)} failed for want of this machine's own resources: raise its limits, such as \`ulimit -n\``
    failures.push({ count: own, blame })
  }
  if (timeouts > 0 && unfit !== undefined) {
    const blame = `${formatCount(timeouts)} timed out, and ${unfit}`
    failures.push({ count: own + timeouts, blame })
  }
  return failures
}

function countOf({ errors }: Measurement, wanted: ErrorCategory): number {
  return errors.reduce((total, { category, count }) => (category === wanted ? total + count : total), 0)
}
