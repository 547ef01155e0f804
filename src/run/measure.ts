import { analyze } from '../analysis/analyze.ts'
import { type Clock, systemClock } from '../core/clock.ts'
import { watchGenerator } from '../engine/health-monitor.ts'
import { keepHouse } from '../engine/housekeeper.ts'
import { Pacer } from '../engine/pacer.ts'
import { createRunTime } from '../engine/run-time.ts'
import { Allowance } from '../http/allowance.ts'
import { readEnvironment } from '../metrics/environment.ts'
import { createResult } from '../metrics/load-result.ts'
import { Recorder } from '../metrics/recorder.ts'
import type { LoadResult } from '../metrics/result.ts'
import { startSampler } from '../sampler/start-sampler.ts'
import { AbortWatch } from './abort-watch.ts'
import { Ending } from './ending.ts'
import { warningsOfHealth } from './health-warnings.ts'
import { LoadAbortedError } from './load-aborted-error.ts'
import type { ReadLoadOptions } from './load-options.ts'
import type { Loop } from './loop.ts'
import { measuredTime } from './measured-time.ts'
import { type Plan, plannedTime, spansOf } from './plan.ts'
import { progressOf } from './progress.ts'
import type { RunContext } from './run-context.ts'
import { planSampling } from './sampling.ts'
import { createSession } from './session.ts'
import { warningsOf } from './warnings.ts'

/** What a run goes by, and who watches how well it keeps up. */
export interface Machine {
  readonly clock: Clock
  readonly watch: typeof watchGenerator
}

const thisMachine: Machine = { clock: systemClock, watch: watchGenerator }

/** Runs a plan and reports its result. Rejects with a `LoadAbortedError`, or with what made the run pointless. */
export async function measure(plan: Plan, context: RunContext, { clock, watch }: Machine = thisMachine): Promise<LoadResult> {
  const { options, parts, target } = plan
  const sampling = planSampling({ options, settings: context.settings, origin: originOf(plan), stages: spansOf(plan) })
  await prepareTarget(plan)
  const time = createRunTime(clock)
  const ending = new Ending(time, [context.signal, ...(options.signal === undefined ? [] : [options.signal])])
  const abortWatch = options.abortWhen === undefined ? undefined : new AbortWatch(options.abortWhen)
  const recorder = new Recorder({
    stages: parts[0].stages,
    cuts: spansOf(plan).flatMap(({ start, end }) => [start, end]),
    ...(abortWatch !== undefined && { onInterval: (interval) => abortWatch.add(interval) }),
  })
  const allowance = createAllowance(options, clock)
  let usedUpAt: number | undefined
  allowance?.usedUp.addEventListener('abort', () => {
    usedUpAt = time.now()
  })
  let vus = 0
  const onMoreVus = (more: number): void => {
    vus += more
    recorder.setVus(vus, time.now())
  }
  const pacer = new Pacer({ time })
  const run = { time, pacer, recorder, ending, target, allowance, seed: options.seed, onMoreVus }
  const loops = parts.map((part, index) => part.createLoop(createSession(part, index, run)))

  const preparing = loops.flatMap((loop) => loop.prepare?.() ?? [])
  if (preparing.length > 0) await ending.ready(Promise.all(preparing), adviceOn(options))
  const sampler = sampling && startSampler(sampling, () => pacer.spun)
  await sampler?.ready()
  const monitor = await watch({ time, sink: recorder.health, spun: () => pacer.spun })
  const startedAt = new Date(Date.now() + options.warmUp).toISOString()
  time.begin(options.warmUp)
  sampler?.begin(time.zero)
  const planned = plannedTime(plan)
  const over = new AbortController()
  const housekeeping = keepHouse({
    recorder,
    time,
    signal: over.signal,
    beforeSecond: () => monitor.sample(),
    onSecond() {
      const now = time.now()
      context.progress(progressOf(plan, recorder, now, vus))
      // What comes after the planned end is no load any more.
      const reason = planned === undefined || now < planned ? abortWatch?.reason(now) : undefined
      if (reason !== undefined && usedUpAt === undefined) ending.abort(reason)
    },
  })
  try {
    await ending.within(runAll(loops, ending), Math.max(...parts.map(({ latestEnd }) => latestEnd)))
  } finally {
    over.abort()
    await housekeeping
    await monitor.stop()
  }
  const resources = await sampler?.end()

  const outcome = ending.outcome
  const measured = measuredTime(plan, { outcome, usedUpAt, recorder })
  const intervals = recorder.finish(measured.duration)
  const hasRefused = allowance?.hasRefused ?? false
  const result = createResult(
    {
      name: plan.name,
      startedAt,
      outcome,
      model: plan.model,
      profile: plan.profile,
      seed: options.seed,
      scale: plan.scale,
      environment: readEnvironment(),
      warnings: [
        ...plan.warnings,
        ...warningsOf(plan, recorder, intervals, { usedUpAt, hasRefused }),
        ...warningsOfHealth(intervals, measured.duration),
      ],
      ...measured,
    },
    intervals,
    resources,
    analyze,
  )
  if (ending.error === undefined || result.requests.total > result.requests.interrupted) context.report(result)
  if (ending.error !== undefined) throw ending.error
  if (outcome.state === 'aborted') throw new LoadAbortedError(outcome.reason, result)
  return result
}

/** Where declared requests go; those of functions go below `baseUrl`. */
function originOf({ parts }: Plan): string | undefined {
  return parts.map(({ script }) => (script.kind === 'request' ? script.request.prepared.origin : undefined)).find(Boolean)
}

/** Finds out whether declared requests have a target, and loads what the scenarios need. */
async function prepareTarget({ parts, target }: Plan): Promise<void> {
  for (const { script } of parts) {
    if (script.kind === 'request') await target.reachable(script.request.prepared.origin)
    else if (script.cookies) await target.loadCookies()
  }
}

/** Where one of them can't go on, the others are cut. */
async function runAll(loops: readonly Loop[], ending: Ending): Promise<void> {
  const running = loops.map((loop) => loop.run())
  for (const one of running) one.catch((error) => ending.fail(error))
  for (const ended of await Promise.allSettled(running)) if (ended.status === 'rejected') throw ended.reason
}

/** Without limits there is none, and nothing to ask for each request. */
function createAllowance({ maxRequests, budget }: ReadLoadOptions, clock: Clock): Allowance | undefined {
  return maxRequests === undefined && budget === undefined ? undefined : new Allowance({ maxRequests, budget, clock })
}

function adviceOn({ budget }: ReadLoadOptions): string {
  return `look at what \`start\` sends${budget === undefined ? '' : ', or raise `budget`, or lower `vus` of the profile'}`
}
