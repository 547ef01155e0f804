import { duration, expected, object, optional, parseOptions, type Reader, text } from '../../core/options.ts'
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
  /** By how much p95 may be higher in any case: milliseconds or text such as `'2ms'`. @default '10ms' */
  readonly noise?: Duration
}

/** Milliseconds that a p95 differs by on any machine. */
const NOISE = 10

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
  const readOptions = object({ after: event, fault: optional(event), noise: optional(duration({ min: 0 }), NOISE) })
  const { limit: within, options: read } = parseOptions(
    'toRecoverWithin',
    { limit, options },
    object({ limit: duration({ min: 0 }), options: inOrder(readOptions) }),
  )
  const { after, fault = measurement.events[0] ?? after, noise } = read
  return judgeRecovery(measurement, { within, after, fault, noise })
}

type Events = { readonly after: TimelineEvent; readonly fault: TimelineEvent | undefined }

/** What ends a fault comes after it, or what is compared would be the wrong way round. */
function inOrder<Read extends Events>(reader: Reader<Read>): Reader<Read> {
  return (found, at, problems) => {
    const known = problems.length
    const read = reader(found, at, problems)
    const { after, fault } = read
    if (problems.length === known && fault !== undefined && fault.at > after.at) {
      expected(`an event before '${after.name}', which ended it`, fault.name, `${at}.fault`, problems)
    }
    return read
  }
}
