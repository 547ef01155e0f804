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
import { cutsOf, type Plan, plannedTime } from './plan.ts'
import { progressOf } from './progress.ts'
import type { RunContext } from './run-context.ts'
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
  readonly #abortWatch: AbortWatch | undefined
  readonly #planned: number | undefined

  constructor(options: CollectorOptions) {
    const { plan } = options
    const { abortWhen } = plan.options
    const abortWatch = abortWhen === undefined ? undefined : new AbortWatch(abortWhen)
    this.#options = options
    this.#abortWatch = abortWatch
    this.#planned = plannedTime(plan)
    this.#log = new IntervalLog({
      cuts: cutsOf(plan),
      ...(abortWatch !== undefined && { onInterval: (interval) => abortWatch.add(interval) }),
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
    const reason = this.#planned === undefined || now < this.#planned ? this.#abortWatch?.reason(now) : undefined
    if (reason !== undefined && !isUsedUp) ending.abort(reason)
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
