import { formatDuration } from '../core/format.ts'
import type { TimelineEvent } from '../metrics/timeline-event.ts'

/** Below it, how long an event took tells nothing: milliseconds. */
const SHORT = 100

/** An event in a line: `server restarted, took 1.2 s`. */
export function describeEvent(event: TimelineEvent): string {
  const { name } = event
  if (event.state === 'unsettled') return `${name} (never ended)`
  if (event.state === 'failed') return `${name} (failed: ${event.error})`
  return event.duration < SHORT ? name : `${name} (took ${formatDuration(event.duration)})`
}
