import { duration, object, optional, parseOptions, type Reader, text } from '../../core/options.ts'
import type { Duration } from '../../core/units.ts'
import type { Measurement } from '../../metrics/result.ts'
import type { TimelineEvent } from '../../metrics/timeline-event.ts'
import { judgeRecovery } from '../../verdict/recovery.ts'
import type { Verdict } from '../../verdict/verdict.ts'

export interface RecoverOptions {
  /** The name of the event that ended the fault; the time runs from when it was done. */
  readonly after: string
  /** The name of the event that began it, before which all was well. @default the first event */
  readonly fault?: string
}

export function toRecoverWithin(measurement: Measurement, limit: Duration, options: RecoverOptions): Verdict {
  const event: Reader<TimelineEvent> = (found, at, problems) => {
    const known = measurement.events.find(({ name }) => name === found)
    if (known !== undefined) return known
    const name = text(found, at, problems)
    const names = measurement.events.map((one) => `'${one.name}'`).join(', ')
    const help =
      names === '' ? "there were none, a load has them by `events: [at('20s', 'proxy down', …)]`" : `known are ${names}`
    if (name !== '') problems.push({ at, message: `Unknown event '${name}': ${help}` })
    return { name, at: 0, state: 'unsettled' }
  }
  const { limit: within, options: read } = parseOptions(
    'toRecoverWithin',
    { limit, options },
    object({ limit: duration({ min: 0 }), options: object({ after: event, fault: optional(event) }) }),
  )
  return judgeRecovery(measurement, { within, after: read.after, fault: read.fault ?? measurement.events[0] ?? read.after })
}
