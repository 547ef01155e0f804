import type { Interval } from '../metrics/interval.ts'
import type { IntervalLog } from '../metrics/interval-log.ts'
import { Records } from '../metrics/records.ts'
import { stageNamesAt } from '../profile/timeline.ts'
import { summarize } from '../stats/summary.ts'
import { type Plan, plannedTime, spansOf } from './plan.ts'
import type { Progress } from './run-context.ts'

/** How far a run is, by the interval that was closed last. */
export function progressOf(
  plan: Pick<Plan, 'parts' | 'profile'>,
  log: Pick<IntervalLog, 'counts' | 'latest'>,
  now: number,
  vus: number,
): Progress {
  const { requests, failed } = log.counts
  const planned = plannedTime(plan)
  return {
    phase: phaseAt(now, planned),
    elapsed: now,
    planned,
    stage: stageNamesAt(spansOf(plan), now),
    vus,
    requests,
    failed,
    ...latestFigures(log.latest),
  }
}

function phaseAt(now: number, planned: number | undefined): Progress['phase'] {
  if (now < 0) return 'warm-up'
  return planned !== undefined && now >= planned ? 'stopping' : 'running'
}

function latestFigures(interval: Interval | undefined): Pick<Progress, 'throughput' | 'p95'> {
  if (interval === undefined) return { throughput: 0, p95: undefined }
  const requests = new Records([interval]).requests({})
  const seconds = (interval.end - interval.start) / 1000
  return { throughput: (requests?.succeeded ?? 0) / seconds, p95: summarize(requests?.latency).p95 }
}
