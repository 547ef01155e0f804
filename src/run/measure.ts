import { type Clock, systemClock } from '../core/clock.ts'
import { startEvents } from '../engine/events.ts'
import { watchGenerator } from '../engine/health-monitor.ts'
import { createRunTime } from '../engine/run-time.ts'
import { requestsOf } from '../engine/script.ts'
import type { LoadResult } from '../metrics/result.ts'
import { startSampler } from '../sampler/start-sampler.ts'
import { Collector } from './collector.ts'
import { Ending } from './ending.ts'
import { LoadAbortedError } from './load-aborted-error.ts'
import { LocalGenerator } from './local-generator.ts'
import { measuredTime } from './measured-time.ts'
import { cutsOf, type Plan } from './plan.ts'
import type { RunContext } from './run-context.ts'
import { planSampling } from './sampling.ts'
import { ThreadedGenerator } from './threads/threaded-generator.ts'

/** What a run goes by, and who watches how well it keeps up. */
export interface Machine {
  readonly clock: Clock
  readonly watch: typeof watchGenerator
}

const thisMachine: Machine = { clock: systemClock, watch: watchGenerator }

/** Runs a plan and reports its result. Rejects with a `LoadAbortedError`, or with what made the run pointless. */
export async function measure(plan: Plan, context: RunContext, { clock, watch }: Machine = thisMachine): Promise<LoadResult> {
  const { options, threads } = plan
  const time = createRunTime(clock)
  const ending = new Ending(time, [context.signal, ...(options.signal === undefined ? [] : [options.signal])])
  const sampling = planSampling({ options, settings: context.settings, origin: originOf(plan), cuts: cutsOf(plan) })
  const collector = new Collector({ plan, context, time, ending })
  const { sink, onSecond } = collector
  const generator =
    threads === undefined
      ? new LocalGenerator({ work: plan, time, ending, sink, watch, onSecond })
      : new ThreadedGenerator({ work: plan, threads, time, ending, sink, onSecond })

  await generator.prepare()
  const sampler = sampling && startSampler(sampling, () => generator.spun)
  await Promise.all([sampler?.ready(), sampling?.inspectors === undefined ? undefined : context.inspected?.(sampling.inspectors)])
  await generator.begin()
  sampler?.begin(time.zero)
  const startedAt = new Date(Math.round(Date.now() - time.now())).toISOString()
  const events = startEvents(plan.events ?? [], { time, signal: ending.signal })
  const report = await generator.run().finally(() => events.end())
  const happened = await events.end()
  const resources = await sampler?.end()

  const { outcome } = ending
  const measured = measuredTime(plan, {
    outcome,
    usedUpAt: report.usedUpAt,
    lastEndOf: (scenario) => report.lastEnds[scenario] ?? 0,
  })
  const last = Math.max(measured.duration, report.lastSample)
  generator.finish(last)
  const result = collector.result({ startedAt, measured, report, last, resources, happened })
  if (ending.error === undefined || result.requests.total > result.requests.interrupted) context.report(result)
  if (ending.error !== undefined) throw ending.error
  if (outcome.state === 'aborted') throw new LoadAbortedError(outcome.reason, result)
  return result
}

/** Where declared requests go; those of functions go below `baseUrl`. */
function originOf({ parts }: Plan): string | undefined {
  return parts.flatMap(({ script }) => requestsOf(script)).find(Boolean)?.prepared.origin
}
