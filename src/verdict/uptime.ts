import { formatDuration, formatShare } from '../core/format.ts'
import { formatMoment } from '../core/format-moment.ts'
import type { ErrorCategory } from '../metrics/error-category.ts'
import type { Measurement } from '../metrics/result.ts'
import { type Uptime, uptimeOf } from '../stats/uptime.ts'
import type { Figure } from './figure.ts'
import { blameGenerator } from './fitness.ts'
import { meets } from './limit.ts'
import { ownFailures } from './own-failures.ts'
import { ownTimeline } from './own-time.ts'
import { missing, missingRequests, plural, requestNotes } from './sentence.ts'

/** The share of the time that was not between a first failure and the next success. */
export function uptime(measurement: Measurement): Figure {
  const name = 'uptime'
  const nothing = missingRequests(measurement, name)
  if (nothing !== undefined) return nothing
  const measured = uptimeWithout(measurement, [])
  if (measured === undefined) {
    return missing(measurement, name, 'no request ended in its own time', 'judge a longer part of the run')
  }
  return {
    kind: 'known',
    measurement,
    name,
    value: measured.share,
    better: 'higher',
    // Failures that need not be the target's are left out: would it have been up then?
    excuse: (limit) => {
      const isUnfit = blameGenerator(measurement) !== undefined
      const lenient = uptimeWithout(measurement, isUnfit ? ['generator', 'timeout'] : ['generator'])
      if (lenient !== undefined && !meets(lenient.share, limit)) return undefined
      return ownFailures(measurement).at(-1)?.blame
    },
    show: formatShare,
    notes: [...requestNotes(measurement), ...outageNotes(measured)],
  }
}

function uptimeWithout(measurement: Measurement, categories: readonly ErrorCategory[]): Uptime | undefined {
  return uptimeOf(
    ownTimeline(measurement).map(({ at, duration, requests, errors }) => {
      const excused = categories.reduce((total, category) => total + (errors[category] ?? 0), 0)
      return { at, duration, succeeded: requests.succeeded, failed: Math.max(0, requests.failed - excused) }
    }),
  )
}

function outageNotes({ down, outages }: Uptime): readonly string[] {
  if (down === 0) return ['never down']
  const [first] = outages
  if (first === undefined) return [`down for ${formatDuration(down)} in parts of seconds`]
  const longest = outages.reduce((most, outage) => (outage.duration > most.duration ? outage : most), first)
  const told = `${formatDuration(longest.duration)} from ${formatMoment(longest.at)}`
  return [`${plural(outages.length, 'outage')}, ${outages.length === 1 ? '' : 'the longest '}${told}`]
}
