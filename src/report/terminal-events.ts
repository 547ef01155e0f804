import { formatMoment } from '../core/format-moment.ts'
import type { TimelineEvent } from '../metrics/timeline-event.ts'
import { describeEvent } from './describe-event.ts'
import type { Paint } from './paint.ts'
import { firstLine, printable, shorten } from './printable.ts'

const MOST = 20

/** What was done while the load was on, and when. */
export function formatEvents(events: readonly TimelineEvent[], width: number, paint: Paint): string[] {
  const lines = events.slice(0, MOST).map((event) => {
    const text = shorten(printable(firstLine(describeEvent(event))), Math.max(20, width - 10))
    return `${paint('dim', formatMoment(event.at))}  ${event.state === 'done' ? text : paint('yellow', text)}`
  })
  if (events.length > MOST) lines.push(paint('dim', `… and ${events.length - MOST} more events`))
  return lines
}
