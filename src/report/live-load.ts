import type { LatestInterval, Progress } from '../metrics/progress.ts'
import { describeProfile } from '../profile/describe-profile.ts'
import type { AppliedProfile } from '../profile/profile.ts'
import { type Distribution, mergeDistributions } from '../stats/histogram.ts'
import { percentilesOf } from '../stats/summary.ts'
import type { Figures, ResultReport } from './model.ts'
import { outsideText } from './outside-text.ts'
import { rounded } from './rounded.ts'
import { runningResult } from './running-result.ts'
import { targetRates } from './timeline.ts'
import type { LivePoint, ReportUpdate } from './update.ts'

type Points = Extract<ReportUpdate, { kind: 'points' }>

/** A load that is on, as the live page shows it: it adds up what progress tells. */
export class LiveLoad {
  /** As it is when it begins. */
  readonly result: ResultReport
  readonly #profile: AppliedProfile
  #until = Number.NEGATIVE_INFINITY
  #latency: Distribution | undefined
  #timeouts = 0

  /** `now` is when the progress came. */
  constructor({ elapsed, planned, run }: Progress, now = new Date()) {
    const { name, model, profile, stages } = run
    this.#profile = profile
    this.result = {
      ...runningResult({
        name: outsideText(name),
        startedAt: new Date(now.getTime() - elapsed).toISOString(),
        model,
        profile: outsideText(describeProfile(profile)),
        ...(planned !== undefined && { planned }),
      }),
      spans: stages.map((stage) => ({ name: outsideText(stage.name), start: stage.start, end: stage.end })),
    }
  }

  /** Whether progress is that of this load, and not of one that came after it. */
  isOf({ run, elapsed }: Progress): boolean {
    return outsideText(run.name) === this.result.name && elapsed >= this.#until - 1
  }

  /** What is new since the last progress. */
  add({ elapsed, latest, requests, failed }: Progress): Omit<Points, 'kind' | 'test'> {
    const isNew = latest !== undefined && latest.start >= this.#until
    if (isNew) {
      this.#until = latest.end
      this.#timeouts += latest.errors.timeout ?? 0
      const parts = [this.#latency, latest.latency].filter((one) => one !== undefined)
      this.#latency = mergeDistributions(parts)
    }
    return {
      points: isNew ? [this.#pointOf(latest)] : [],
      duration: Math.max(0, elapsed),
      total: this.#figures(requests, failed, Math.max(0, elapsed)),
    }
  }

  #pointOf({ start, end, vus, succeeded, failed, latency, errors }: LatestInterval): LivePoint {
    const duration = end - start
    const perSecond = (count: number): number => rounded(count / (duration / 1000))
    const target = targetRates(this.#profile, [{ at: start, duration }])?.[0]
    const [p50 = null, p95 = null, p99 = null] = latency === undefined ? [] : percentilesOf([latency], [50, 95, 99])
    return {
      at: start,
      duration,
      vus,
      ...(target !== undefined && { target }),
      throughput: perSecond(succeeded),
      failed: perSecond(failed),
      p50,
      p95,
      p99,
      errors: Object.fromEntries(Object.entries(errors).map(([category, count]) => [category, perSecond(count)])),
    }
  }

  #figures(requests: number, failed: number, elapsed: number): Figures {
    const latency = this.#latency
    const rate = elapsed > 0 && { rate: rounded((requests - failed) / (elapsed / 1000)) }
    const counts = { requests, failed, interrupted: 0, ...rate, count: latency?.count ?? 0, timeouts: this.#timeouts }
    if (latency === undefined) return counts
    const [p50, p90, p95, p99] = percentilesOf([latency], [50, 90, 95, 99]) as [number, number, number, number]
    return { ...counts, mean: latency.sum / latency.count / 1000, p50, p90, p95, p99, max: latency.max / 1000 }
  }
}
