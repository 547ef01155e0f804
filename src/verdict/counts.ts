import { formatCount } from '../core/format.ts'
import type { Measurement } from '../metrics/result.ts'
import { decide, inconclusive } from './decide.ts'
import type { Figure } from './figure.ts'
import { blameGenerator } from './fitness.ts'
import { ownFailures } from './own-failures.ts'
import { errorNotes, missingRequests, plural, requestNotes } from './sentence.ts'
import type { Verdict } from './verdict.ts'

/** How many requests succeeded. */
export function successes(measurement: Measurement): Figure {
  const name = 'number of successes'
  const nothing = missingRequests(measurement, name)
  if (nothing !== undefined) return nothing
  const { succeeded } = measurement.requests
  const notes = requestNotes(measurement)
  return {
    kind: 'known',
    measurement,
    name,
    value: succeeded,
    better: 'higher',
    excuse: () => blameGenerator(measurement),
    show: formatCount,
    notes,
  }
}

/** Neither a request nor an iteration failed. */
export function judgeNoErrors(measurement: Measurement): Verdict {
  const { requests, iterations, errors } = measurement
  const nothing = missingRequests(measurement, 'number of errors')
  if (nothing !== undefined) return inconclusive(nothing.message)
  const failures = [
    ...(requests.failed > 0 ? [`${formatCount(requests.failed)} of ${plural(requests.total, 'request')}`] : []),
    ...(iterations.failed > 0 ? [`${formatCount(iterations.failed)} of ${plural(iterations.started, 'iteration')}`] : []),
  ]
  const received = failures.length === 0 ? 'none' : failures.join(' and ')
  return decide({
    measurements: [measurement],
    holds: failures.length === 0,
    claim: 'good',
    excuse: ownFailures(measurement).find(({ count }) => count === requests.failed)?.blame,
    statement: `${received} failed`,
    expected: 'none',
    opposite: 'some',
    notes: errors.length === 0 ? [plural(requests.total, 'request')] : errorNotes(errors),
    received,
  })
}
