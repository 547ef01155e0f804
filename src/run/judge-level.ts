import { formatDuration, formatShare } from '../core/format.ts'
import type { CapacityLimit, LevelVerdict, ObjectiveMetric } from '../metrics/capacity-result.ts'
import type { Measurement } from '../metrics/result.ts'
import { inconclusive } from '../verdict/decide.ts'
import { blameGenerator } from '../verdict/fitness.ts'
import { judge } from '../verdict/judge.ts'
import { FIGURES } from '../verdict/metric-figures.ts'
import type { Verdict } from '../verdict/verdict.ts'
import type { CapacityObjective } from './capacity-options.ts'
import { growthOf, type LevelSecond } from './level-growth.ts'
import type { LevelStop } from './level-watch.ts'

/** What a level was, when it is over. */
export interface EndedLevel {
  readonly result: Measurement
  readonly seconds: readonly LevelSecond[]
  /** Why it was stopped before its time; `undefined` where it lasted. */
  readonly stop: LevelStop | undefined
  /** Arrivals per second; `undefined` of users. */
  readonly rate: number | undefined
}

export interface LevelJudgement {
  readonly verdict: LevelVerdict
  readonly limitedBy: CapacityLimit | undefined
  readonly reason: string
}

/** Whether a level met its objective, and if not, what for. */
export function judgeLevel({ result, seconds, stop, rate }: EndedLevel, objective: CapacityObjective): LevelJudgement {
  const blame = blameGenerator(result)
  if (stop !== undefined) {
    const limit = objective.limits[stop.limitedBy]
    const { state } = judge(FIGURES[stop.limitedBy](result), { kind: 'at-most', value: limit ?? 0 })
    // What the generator can't have made is the target's, however late the generator was.
    return blame === undefined || state === 'fail'
      ? { verdict: 'missed', ...stop }
      : { verdict: 'generator-limited', limitedBy: 'generator', reason: blame }
  }
  const { dropped } = result.iterations
  if (dropped > 0 && blame === undefined) {
    return {
      verdict: 'missed',
      limitedBy: 'dropped',
      reason: `${dropped} iterations were dropped because all users were waiting`,
    }
  }
  const missed = judgeMetrics(result, objective).find(({ verdict }) => verdict.state !== 'pass')
  if (missed !== undefined) {
    const { verdict, metric } = missed
    // Where nothing succeeded there is nothing to judge, which the target did, too.
    const isGenerators = verdict.state === 'inconclusive' && (blame !== undefined || result.latency.count > 0)
    return isGenerators
      ? { verdict: 'generator-limited', limitedBy: 'generator', reason: verdict.message }
      : { verdict: 'missed', limitedBy: metric, reason: verdict.message }
  }
  const growth = growthOf(seconds, { latency: objective.latency, rate })
  if (growth !== undefined && blame !== undefined) return { verdict: 'generator-limited', limitedBy: 'generator', reason: blame }
  if (growth !== undefined) {
    const what = growth === 'latency' ? 'the latency' : 'the number of iterations in flight'
    return { verdict: 'missed', limitedBy: 'growth', reason: `${what} still grew at the end of the level` }
  }
  return { verdict: 'met', limitedBy: undefined, reason: metReason(result) }
}

function judgeMetrics(
  result: Measurement,
  { limits }: CapacityObjective,
): readonly { readonly metric: ObjectiveMetric; readonly verdict: Verdict }[] {
  if (result.requests.total === 0) {
    return [{ metric: 'errorRate', verdict: inconclusive('no request was sent in the level') }]
  }
  const given = Object.entries(limits) as [ObjectiveMetric, number][]
  // Errors tell more than what they do to the latency.
  const ordered = given.toSorted(([one], [other]) => Number(other === 'errorRate') - Number(one === 'errorRate'))
  return ordered.map(([metric, value]) => ({ metric, verdict: judge(FIGURES[metric](result), { kind: 'at-most', value }) }))
}

function metReason({ latency, requests }: Measurement): string {
  const p95 = latency.p95 === undefined ? 'no latency' : `p95 ${formatDuration(latency.p95)}`
  return `${p95}, error rate ${formatShare(requests.failed / Math.max(1, requests.succeeded + requests.failed))}`
}
