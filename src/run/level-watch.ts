import { formatCount, formatDuration, formatShare } from '../core/format.ts'
import type { ObjectiveMetric } from '../metrics/capacity-result.ts'
import type { Interval } from '../metrics/interval.ts'
import { isSelected } from '../metrics/records.ts'
import { mergeDistributions } from '../stats/histogram.ts'
import { summarize } from '../stats/summary.ts'
import type { CapacityObjective } from './capacity-options.ts'
import type { LevelSecond } from './level-growth.ts'
import type { RunWatch } from './plan.ts'

/** A level, as it is to be. */
export interface WatchedLevel {
  readonly objective: CapacityObjective
  /** Milliseconds that it is to last. */
  readonly duration: number
  /** Arrivals per second; `undefined` of users. */
  readonly rate: number | undefined
}

/** Why a level was stopped. */
export interface LevelStop {
  readonly limitedBy: ObjectiveMetric
  /** In a sentence. */
  readonly reason: string
}

/** How many more requests there may be in the rest of a level than in the part that is over, in proportion: users may become faster. */
const MOST_SPEED_UP = 3

/** Watches a level second by second, and stops it as soon as nothing that may still come could meet the objective. */
export class LevelWatch implements RunWatch {
  readonly #level: WatchedLevel
  readonly #seconds: LevelSecond[] = []
  #started = 0
  #ended = 0
  #requests = 0
  #failed = 0
  #stop: LevelStop | undefined
  /** By limit of latency, how many were above it. */
  readonly #slow = new Map<number, number>()

  constructor(level: WatchedLevel) {
    this.#level = level
  }

  /** Those of the level's own time. */
  get seconds(): readonly LevelSecond[] {
    return this.#seconds
  }

  /** `undefined` of a level that was not stopped. */
  get stop(): LevelStop | undefined {
    return this.#stop
  }

  add({ start, end, requests, iterations }: Interval): void {
    const { objective, duration } = this.#level
    for (const series of iterations) {
      this.#started += series.started
      this.#ended += series.completed + series.failed + series.interrupted
    }
    const counted = requests.filter((series) => isSelected(series, {}))
    for (const { succeeded, failed } of counted) {
      this.#requests += succeeded + failed
      this.#failed += failed
    }
    const latency = summarize(mergeDistributions(counted.flatMap((series) => series.latency ?? [])))
    for (const { limit } of objective.percentiles) this.#slow.set(limit, (this.#slow.get(limit) ?? 0) + latency.countAbove(limit))
    // What comes late belongs to a second that was seen before.
    if (start < 0 || end > duration + 1 || end <= (this.#seconds.at(-1)?.end ?? 0)) return
    this.#seconds.push({ end, meanLatency: latency.mean, inFlight: this.#started - this.#ended })
  }

  reason(now: number): string | undefined {
    this.#stop ??= this.#hopeless(now)
    return this.#stop?.reason
  }

  #hopeless(now: number): LevelStop | undefined {
    const expected = this.#expected(now)
    if (expected === undefined) return undefined
    const { errorRate, percentiles } = this.#level.objective
    const after = `in ${formatDuration(now)}`
    if (errorRate !== undefined && this.#failed > errorRate * expected) {
      const reason = `${formatCount(this.#failed)} requests failed ${after}, more than ${formatShare(errorRate)} of all that were to come`
      return { limitedBy: 'errorRate', reason }
    }
    for (const { metric, share, limit } of percentiles) {
      const slow = (this.#slow.get(limit) ?? 0) + this.#overdue(limit)
      if (slow <= share * expected) continue
      const reason = `${metric} could no longer be within ${formatDuration(limit)}: ${formatCount(slow)} requests were slower ${after}`
      return { limitedBy: metric, reason }
    }
    return undefined
  }

  /** No more can be younger than a limit than arrived in that time: the others in flight are past it already. */
  #overdue(limit: number): number {
    const { rate } = this.#level
    return rate === undefined ? 0 : Math.max(0, Math.floor(this.#started - this.#ended - (rate * limit) / 1000 - 1))
  }

  /** How many requests there will be at most; `undefined` where nothing tells. */
  #expected(now: number): number | undefined {
    const { duration, rate } = this.#level
    if (now <= 0) return undefined
    if (rate === undefined) return this.#requests === 0 ? undefined : (this.#requests / now) * duration * MOST_SPEED_UP
    // Of an iteration that sends several.
    const perIteration = this.#ended === 0 ? 1 : Math.max(1, this.#requests / this.#ended)
    return (rate * duration * perIteration) / 1000 + 1
  }
}
