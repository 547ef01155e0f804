import type { ErrorCategory } from '../metrics/error-category.ts'
import type { Interval } from '../metrics/interval.ts'
import type { IntervalLog } from '../metrics/interval-log.ts'
import type { LatestInterval, RunningLoad } from '../metrics/progress.ts'
import { isSelected } from '../metrics/records.ts'
import { stageNamesAt } from '../profile/timeline.ts'
import { mergeDistributions } from '../stats/histogram.ts'
import { percentilesOf } from '../stats/summary.ts'
import { type Plan, plannedTime, spansOf } from './plan.ts'
import type { Progress } from './run-context.ts'

type RunningPlan = Pick<Plan, 'name' | 'model' | 'parts' | 'profile'>

/** How far a run is, by the interval that was closed last. */
export function progressOf(plan: RunningPlan, log: Pick<IntervalLog, 'counts' | 'latest'>, now: number, vus: number): Progress {
  const { requests, failed } = log.counts
  const planned = plannedTime(plan)
  const latest = log.latest && latestInterval(log.latest)
  return {
    phase: phaseAt(now, planned),
    elapsed: now,
    planned,
    stage: stageNamesAt(spansOf(plan), now),
    vus,
    requests,
    failed,
    throughput: latest === undefined ? 0 : latest.succeeded / ((latest.end - latest.start) / 1000),
    p95: latest?.latency && percentilesOf([latest.latency], [95])[0],
    run: runningLoad(plan),
    latest,
  }
}

function phaseAt(now: number, planned: number | undefined): Progress['phase'] {
  if (now < 0) return 'warm-up'
  return planned !== undefined && now >= planned ? 'stopping' : 'running'
}

function runningLoad(plan: RunningPlan): RunningLoad {
  const { name, model, profile } = plan
  return { name, model, profile, stages: spansOf(plan).filter((span) => span.name !== '') }
}

/** Only what is shown is added up: all distributions would take four times as long. */
function latestInterval({ start, end, vus, requests }: Interval): LatestInterval {
  const all = requests.filter((series) => isSelected(series, {}))
  const errors: Partial<Record<ErrorCategory, number>> = {}
  let [succeeded, failed] = [0, 0]
  for (const series of all) {
    succeeded += series.succeeded
    failed += series.failed
    for (const { category, count } of series.errors) errors[category] = (errors[category] ?? 0) + count
  }
  return {
    start,
    end,
    vus,
    succeeded,
    failed,
    latency: mergeDistributions(all.flatMap(({ latency }) => latency ?? [])),
    errors,
  }
}
