import { analyze } from '../analysis/analyze.ts'
import type { RunTime } from '../engine/run-time.ts'
import { readEnvironment } from '../metrics/environment.ts'
import { IntervalLog } from '../metrics/interval-log.ts'
import type { IntervalSink } from '../metrics/interval-sink.ts'
import { createResult } from '../metrics/load-result.ts'
import type { StoredResources } from '../metrics/resources.ts'
import type { LoadResult } from '../metrics/result.ts'
import type { TimelineEvent } from '../metrics/timeline-event.ts'
import { AbortWatch } from './abort-watch.ts'
import type { Ending } from './ending.ts'
import { warningsOfEvents } from './events.ts'
import { warningsOfHealth } from './health-warnings.ts'
import type { GeneratorReport, GeneratorState } from './load-generator.ts'
import type { MeasuredTime } from './measured-time.ts'
import { cutsOf, type Plan, plannedTime, type RunWatch } from './plan.ts'
import { progressOf } from './progress.ts'
import type { RunContext } from './run-context.ts'
import { warningsOfSampling } from './sampling-warnings.ts'
import { warningsOf } from './warnings.ts'

export interface CollectorOptions {
  readonly plan: Plan
  readonly context: RunContext
  readonly time: RunTime
  readonly ending: Ending
}

/** What is known when a run is over. */
export interface RunEnd {
  readonly startedAt: string
  readonly measured: MeasuredTime
  readonly report: GeneratorReport
  /** When all was over. */
  readonly last: number
  /** What was sampled meanwhile. */
  readonly resources: StoredResources | undefined
  readonly happened: { readonly events: readonly TimelineEvent[]; readonly missed: readonly string[] }
}

/** Collects the intervals of a run, tells how far it is, aborts it where it does too badly, and makes its result. */
export class Collector {
  readonly #options: CollectorOptions
  readonly #log: IntervalLog
  readonly #watches: readonly RunWatch[]
  readonly #planned: number | undefined

  constructor(options: CollectorOptions) {
    const { plan } = options
    const { abortWhen } = plan.options
    const watches = [
      ...(abortWhen === undefined ? [] : [new AbortWatch(abortWhen)]),
      ...(plan.watch === undefined ? [] : [plan.watch]),
    ]
    this.#options = options
    this.#watches = watches
    this.#planned = plannedTime(plan)
    this.#log = new IntervalLog({
      cuts: cutsOf(plan),
      ...(watches.length > 0 && {
        onInterval: (interval) => {
          for (const watch of watches) watch.add(interval)
        },
      }),
    })
  }

  get sink(): IntervalSink {
    return this.#log
  }

  readonly onSecond = ({ vus, isUsedUp }: GeneratorState): void => {
    const { plan, context, time, ending } = this.#options
    const now = time.now()
    context.progress(progressOf(plan, this.#log, now, vus))
    // What comes after the planned end is no load any more.
    if (isUsedUp || (this.#planned !== undefined && now >= this.#planned)) return
    const reason = this.#watches.map((watch) => watch.reason(now)).find((one) => one !== undefined)
    if (reason !== undefined) ending.abort(reason)
  }

  /** The result, when all intervals are there. */
  result({ startedAt, measured, report, last, resources, happened }: RunEnd): LoadResult {
    const { plan, ending } = this.#options
    this.#log.endAt(last)
    const { intervals } = this.#log
    return createResult(
      {
        name: plan.name,
        startedAt,
        outcome: ending.outcome,
        model: plan.model,
        profile: plan.profile,
        seed: plan.options.seed,
        scale: plan.scale,
        environment: readEnvironment(),
        warnings: [
          ...plan.warnings,
          ...warningsOf(plan, report, intervals, report),
          ...warningsOfHealth(intervals, measured.duration),
          ...warningsOfSampling(resources, isPidNamed(this.#options)),
          ...warningsOfEvents(happened.events, happened.missed),
        ],
        ...(happened.events.length > 0 && { events: happened.events }),
        ...measured,
      },
      intervals,
      resources,
      analyze,
    )
  }
}

function isPidNamed({ plan, context }: CollectorOptions): boolean {
  const sample = plan.options.sample ?? context.settings.sample
  return sample !== undefined && sample !== false && sample.pid !== undefined
}
