import { LoadTestError } from '../core/errors.ts'
import { formatDuration } from '../core/format.ts'
import { duration, object, parseOptions } from '../core/options.ts'
import type { Duration } from '../core/units.ts'
import type { RunSpan } from '../profile/timeline.ts'
import { type LatencySummary, summarize } from '../stats/summary.ts'
import type { CheckCount, ErrorGroup, IterationCounts, RequestCounts } from './counts.ts'
import { createResources } from './create-resources.ts'
import { type GeneratorHealth, summarizeHealth } from './generator-health.ts'
import type { Bounds } from './grid.ts'
import type { TrendSeries } from './interval.ts'
import { mergeErrors } from './merge.ts'
import type { Outcome } from './outcome.ts'
import { Records, type Selection } from './records.ts'
import type { Resources, StoredResources } from './resources.ts'
import type { Measurement, TimelinePoint } from './result.ts'
import { START_SCENARIO } from './sample.ts'
import { durationOf, intersect, throughputOf, union } from './throughput.ts'
import { timelineOf } from './timeline.ts'
import type { TimelineEvent } from './timeline-event.ts'

/** What all slices of one result share. */
export interface Source {
  /** The name of the whole. */
  readonly name: string
  readonly outcome: Outcome
  /** `LOAD_SCALE` of the run. */
  readonly scale: number
  /** The spans of the stages, up to the end of the run. */
  readonly stages: readonly RunSpan[]
  readonly events: readonly TimelineEvent[]
  /** All records of the run: a name is known if it is known there. */
  readonly all: Records
  readonly resources: StoredResources
}

/** Asking for a slice that the result doesn't have. */
export class UnknownSliceError extends LoadTestError {
  constructor(kind: 'scenario' | 'endpoint' | 'stage' | 'trend' | 'level', name: string, known: readonly string[]) {
    const list = known.length === 0 ? 'there are none' : `known are ${known.map((one) => `'${one}'`).join(', ')}`
    super('ERR_LOAD_SLICE', `Unknown ${kind} '${name}': ${list}`)
  }
}

/** A part of a result: what was selected, in the time that it has as its own. */
export class Slice implements Measurement {
  readonly name: string
  readonly outcome: Outcome
  readonly scale: number
  readonly duration: number
  readonly requests: RequestCounts
  readonly throughput: { readonly mean: number | undefined; readonly peak: number | undefined }
  readonly latency: LatencySummary
  readonly failedLatency: LatencySummary
  readonly interruptedAge: LatencySummary
  readonly serviceTime: LatencySummary
  readonly ttfb: LatencySummary
  readonly connect: LatencySummary
  readonly iterations: IterationCounts
  readonly iterationDuration: LatencySummary
  readonly bytes: { readonly sent: number; readonly received: number }
  readonly errors: readonly ErrorGroup[]
  readonly checks: readonly CheckCount[]
  readonly trends: readonly string[]
  readonly #trends: readonly TrendSeries[]
  readonly #source: Source
  readonly #records: Records
  readonly #selection: Selection
  /** The time that it was cut out of, whatever is selected. */
  readonly #time: readonly Bounds[]
  readonly #window: Bounds | undefined

  constructor(source: Source, records: Records, selection: Selection, time: readonly Bounds[], window?: Bounds) {
    this.#source = source
    this.#records = records
    this.#selection = selection
    this.#time = time
    this.#window = window
    const spans = ownTime(source, selection, time)
    const requests = records.requests(selection)
    const iterations = records.iterations(selection)
    const { succeeded, failed, interrupted } = requests ?? { succeeded: 0, failed: 0, interrupted: 0 }
    this.name = nameOf(source.name, selection, window)
    this.outcome = source.outcome
    this.scale = source.scale
    this.duration = durationOf(spans)
    this.requests = Object.freeze({ total: succeeded + failed + interrupted, succeeded, failed, interrupted })
    this.throughput = Object.freeze(throughputOf(records.intervals, selection, spans))
    this.latency = summarize(requests?.latency)
    this.failedLatency = summarize(requests?.failedLatency)
    this.interruptedAge = summarize(requests?.interruptedAge)
    this.serviceTime = summarize(requests?.serviceTime)
    this.ttfb = summarize(requests?.ttfb)
    this.connect = summarize(requests?.connect)
    this.iterations = Object.freeze({
      started: iterations?.started ?? 0,
      completed: iterations?.completed ?? 0,
      failed: iterations?.failed ?? 0,
      interrupted: iterations?.interrupted ?? 0,
      dropped: iterations?.dropped ?? 0,
    })
    this.iterationDuration = summarize(iterations?.duration)
    this.bytes = Object.freeze({ sent: requests?.sent ?? 0, received: requests?.received ?? 0 })
    this.errors = Object.freeze(mergeErrors(requests?.errors ?? []).map(freezeGroup))
    this.checks = Object.freeze((iterations?.checks ?? []).map((check) => Object.freeze({ ...check })))
    this.#trends = iterations?.trends ?? []
    this.trends = Object.freeze(this.#trends.map((trend) => trend.name))
    if (new.target === Slice) Object.freeze(this)
  }

  get health(): GeneratorHealth {
    const { endpoint: _, ...iterations } = this.#selection
    const spans = ownTime(this.#source, this.#selection, this.#time)
    return summarizeHealth(this.#records.health(spans), this.#records.iterations(iterations), this.#records.vus(spans))
  }

  get timeline(): readonly TimelinePoint[] {
    const spans = ownTime(this.#source, this.#selection, this.#time)
    return timelineOf(this.#records.intervals, this.#selection, spans, this.#source.stages)
  }

  get events(): readonly TimelineEvent[] {
    return this.#source.events
  }

  get resources(): Resources {
    return createResources(this.#source.resources, ownTime(this.#source, this.#selection, this.#time))
  }

  trend(name: string): LatencySummary {
    const known = (this.#source.all.iterations({})?.trends ?? []).map((trend) => trend.name)
    if (!known.includes(name)) throw new UnknownSliceError('trend', name, known)
    return summarize(this.#trends.find((one) => one.name === name)?.values)
  }

  scenario(name: string): Measurement {
    const known = scenariosOf(this.#source.stages, this.#source.all)
    if (!known.includes(name)) throw new UnknownSliceError('scenario', name, known)
    return this.#narrowed({ ...this.#selection, scenario: name })
  }

  endpoint(name: string): Measurement {
    const { scenario } = this.#selection
    const series = this.#source.all.requested
    const mine = series.filter((one) => (scenario === undefined ? one.scenario !== START_SCENARIO : one.scenario === scenario))
    const known = [...new Set(mine.map((one) => one.endpoint))]
    if (!known.includes(name)) {
      const elsewhere = series.some((one) => one.endpoint === name)
        ? `scenario('${START_SCENARIO}').endpoint('${name}')`
        : undefined
      throw new UnknownSliceError('endpoint', name, elsewhere === undefined ? known : [...known, elsewhere])
    }
    return this.#narrowed({ ...this.#selection, endpoint: name })
  }

  stage(name: string): Measurement {
    const { scenario } = this.#selection
    const stages = this.#source.stages.filter((stage) => isOf(stage, scenario) && stage.name !== '')
    const known = new Set(stages.map((stage) => stage.name))
    if (!known.has(name)) throw new UnknownSliceError('stage', name, [...known])
    return this.#narrowed({ ...this.#selection, stage: name })
  }

  between(from: Duration, to: Duration): Measurement {
    const wanted = parseBounds(from, to)
    const inside = this.#records.intervals.filter(({ start, end }) => end > wanted.start && start < wanted.end)
    const window = { start: inside[0]?.start ?? wanted.start, end: inside.at(-1)?.end ?? wanted.end }
    return new Slice(this.#source, new Records(inside), this.#selection, intersect(this.#time, [window]), window)
  }

  #narrowed(selection: Selection): Measurement {
    return new Slice(this.#source, this.#records, selection, this.#time, this.#window)
  }
}

/** The scenarios of a run, those beside the totals too: also one of several that never came to anything. */
export function scenariosOf(stages: readonly RunSpan[], { iterated, requested }: Records): readonly string[] {
  const planned = stages.flatMap(({ scenario }) => scenario ?? [])
  return [...new Set([...planned, ...[...iterated, ...requested].map(({ scenario }) => scenario)])]
}

/** The time that a selection has as its own: that of the stage, and of the scenario where there are several side by side. */
function ownTime({ stages }: Source, { scenario, stage }: Selection, time: readonly Bounds[]): readonly Bounds[] {
  const mine = stages.filter((span) => isOf(span, scenario) && (stage === undefined || span.name === stage))
  const isAll = stage === undefined && (scenario === undefined || mine.every((span) => span.scenario === undefined))
  return isAll ? time : intersect(time, union(mine))
}

/** What start and stop sent belongs to the stages of all. */
function isOf(span: RunSpan, scenario: string | undefined): boolean {
  return span.scenario === undefined || scenario === undefined || scenario === START_SCENARIO || span.scenario === scenario
}

function freezeGroup(group: ErrorGroup): ErrorGroup {
  return Object.freeze({ ...group, examples: Object.freeze(group.examples.map((example) => Object.freeze({ ...example }))) })
}

/** `GET /orders/:id of shopper in peak, 5 s to 10 s`. */
function nameOf(whole: string, { scenario, endpoint, stage }: Selection, window: Bounds | undefined): string {
  const subject = endpoint === undefined ? (scenario ?? (stage === undefined ? whole : 'all requests')) : endpoint
  const of = endpoint !== undefined && scenario !== undefined ? ` of ${scenario}` : ''
  const during = stage === undefined ? '' : ` in ${stage}`
  const time = window === undefined ? '' : `, ${formatDuration(window.start)} to ${formatDuration(window.end)}`
  return `${subject}${of}${during}${time}`
}

const readBounds = object({ from: duration({ min: 0 }), to: duration({ above: 0 }) })

function parseBounds(from: Duration, to: Duration): Bounds {
  const read = parseOptions('between', { from, to }, (found, at, problems) => {
    const bounds = readBounds(found, at, problems)
    if (bounds.from >= bounds.to)
      problems.push({ at: 'to', message: `Expected \`to\` to be after \`from\`, got ${from} and ${to}` })
    return bounds
  })
  return { start: read.from, end: read.to }
}
