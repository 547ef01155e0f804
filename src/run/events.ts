import { formatDuration } from '../core/format.ts'
import { duration, expected, instance, type Problem, parseOptions, type Reader } from '../core/options.ts'
import type { Duration } from '../core/units.ts'
import type { PlannedEvent } from '../engine/events.ts'
import type { Warning } from '../metrics/outcome.ts'
import type { TimelineEvent } from '../metrics/timeline-event.ts'
import type { Profile } from '../profile/profile.ts'
import { latestStop, plannedDuration, stagesOf } from '../profile/timeline.ts'

/** Something that a load does at a moment, made by `at()`. */
export interface LoadEvent {
  /** Milliseconds since the start of measuring, before `LOAD_SCALE`. */
  readonly moment: number
  readonly name: string
  readonly run: () => unknown
}

/**
 * Something to do at a moment of a load: `events: [at('20s', 'proxy down', () => proxy.down())]`. The load does not wait for it. What it throws
 * is told in the result, and the load goes on.
 *
 * @param moment Since the start of measuring, which is after the warm-up: milliseconds or a text such as `'20s'`, before the end of the profile.
 * It moves with its stage where `LOAD_SCALE` makes that shorter or longer.
 * @param name As the result and the report call it, and `toRecoverWithin`.
 * @throws {OptionsError} if one of them is none.
 */
export function at(moment: Duration, name: string, run: () => unknown): LoadEvent {
  return Object.freeze(parseOptions('at', { moment, name, run }, readEvent))
}

const isFunction = (found: unknown): found is () => unknown => typeof found === 'function'
const readMoment = duration({ min: 0 })
const readRun = instance(isFunction, 'a function')

const readEvent: Reader<LoadEvent> = (found, place, problems) => {
  const { moment, name, run } = (typeof found === 'object' && found !== null ? found : {}) as Readonly<Record<string, unknown>>
  const inside = (field: string): string => (place === '' ? field : `${place}.${field}`)
  if (typeof name !== 'string' || name === '') expected('a text', name, inside('name'), problems)
  return {
    moment: readMoment(moment, inside('moment'), problems),
    name: String(name),
    run: readRun(run, inside('run'), problems),
  }
}

/** Reads the option `events`. */
export const readEvents: Reader<readonly LoadEvent[]> = (found, place, problems) => {
  const isList = Array.isArray(found) && found.every((one) => typeof one === 'object' && one !== null && !Array.isArray(one))
  if (isList) return (found as unknown[]).map((one, index) => readEvent(one, `${place}[${index}]`, problems))
  expected("a list of events, such as [at('20s', 'proxy down', () => proxy.down())]", found, place, problems)
  return []
}

/** Checks that each event lies before the end of the profiles, as they were given. */
export function checkEvents(events: readonly LoadEvent[] = [], profiles: readonly Profile[], problems: Problem[]): void {
  if (profiles.length === 0) return
  const end = Math.max(...profiles.map(endOf))
  for (const [index, { moment }] of events.entries()) {
    if (moment < end || Number.isNaN(moment)) continue
    const message = `Expected \`events[${index}]\` to be before the end of the profile, ${formatDuration(end)}, got ${formatDuration(moment)}`
    problems.push({ at: `events[${index}]`, message })
  }
}

/** The events at the moments of the profiles as they are applied: each keeps its place in its stage. */
export function placeEvents(
  events: readonly LoadEvent[] = [],
  given: readonly Profile[],
  applied: readonly Profile[],
): readonly PlannedEvent[] {
  const longest = given.reduce((most, profile, index) => (endOf(profile) > endOf(given[most] as Profile) ? index : most), 0)
  const [from, to] = [given[longest], applied[longest]]
  if (from === undefined || to === undefined) return []
  return events.map(({ moment, name, run }) => ({ at: placeIn(moment, from, to), name, run }))
}

/** What of the events a reader of the result must know. */
export function warningsOfEvents(events: readonly TimelineEvent[], missed: readonly string[]): Warning[] {
  const warnings: Warning[] = []
  for (const event of events) {
    if (event.state === 'failed')
      warnings.push({ code: 'event-failed', message: `The event '${event.name}' failed: ${event.error}` })
    if (event.state === 'unsettled') {
      warnings.push({ code: 'event-unsettled', message: `The event '${event.name}' had not ended when the run had` })
    }
  }
  for (const name of missed) {
    warnings.push({ code: 'event-missed', message: `The event '${name}' never came: the run was over before` })
  }
  return warnings
}

function endOf(profile: Profile): number {
  return plannedDuration(profile) ?? latestStop(profile)
}

function placeIn(moment: number, from: Profile, to: Profile): number {
  const stages = stagesOf(from)
  const index = stages.findLastIndex(({ start }) => start <= moment)
  const [before, after] = [stages[index], stagesOf(to)[index]]
  // Iterations that are counted are not scaled.
  if (before === undefined || after === undefined || before.end === Number.POSITIVE_INFINITY) return moment
  return after.start + ((moment - before.start) / (before.end - before.start)) * (after.end - after.start)
}
