import { formatDuration } from '../core/format.ts'
import type { GeneratorHealth } from '../metrics/generator-health.ts'
import type { LatencySummary } from '../stats/summary.ts'
import { LESS_LOAD } from './fitness.ts'

/** The delays that a generator adds to what it measures: it starts late, and sees responses late. */
export type OwnDelays = Partial<Pick<GeneratorHealth, 'loopDelay' | 'scheduleLag'>>

/** Percentiles of the delays at which the bound is tried. */
const TRIED = [0, 50, 75, 90, 95, 99, 99.9, 100]

/**
 * The share of requests that were surely slower than `limit` by themselves, whatever the generator added.
 *
 * A latency is the target's own time and two delays of the generator, X + S + D. Whoever is above limit + s + d was slower than the limit
 * itself, or was delayed by more than s or d, so (a union bound: it holds whatever depends on what)
 * P(X > limit) >= P(X + S + D > limit + s + d) − P(S > s) − P(D > d), for every s and d: the best of several is taken.
 *
 * @param shareAbove The share of latencies, as measured, that are above a time.
 */
export function surelySlower(
  shareAbove: (limit: number) => number,
  { scheduleLag, loopDelay }: OwnDelays,
  limit: number,
): number {
  let surely = 0
  for (const s of triedDelays(scheduleLag)) {
    for (const d of triedDelays(loopDelay)) {
      surely = Math.max(surely, shareAbove(limit + s.delay + d.delay) - s.above - d.above)
    }
  }
  return surely
}

/** A figure of the delays, all together; 0 of those that there are none of. */
export function totalDelay({ scheduleLag, loopDelay }: OwnDelays, pick: (delays: LatencySummary) => number | undefined): number {
  return [scheduleLag, loopDelay].reduce((total, delays) => total + (delays === undefined ? 0 : (pick(delays) ?? 0)), 0)
}

/** Says that delays may be why a limit was missed; `percent` is the percentile of them that is told. */
export function blameDelays({ scheduleLag, loopDelay }: OwnDelays, percent: number): string {
  const told = (name: string, delays: LatencySummary | undefined): string[] => {
    const delay = delays?.percentile(percent)
    return delay === undefined ? [] : [`p${percent} of the ${name} ${formatDuration(delay)}`]
  }
  const delays = [...told('schedule lag', scheduleLag), ...told('event loop delay', loopDelay)].join(', ')
  return `the generator's own delay could have made the difference (${delays}): ${LESS_LOAD}`
}

interface Tried {
  readonly delay: number
  /** Share of the delays that are longer. */
  readonly above: number
}

function triedDelays(delays: LatencySummary | undefined): readonly Tried[] {
  if (delays === undefined || delays.count === 0) return [{ delay: 0, above: 0 }]
  return TRIED.map((percent) => {
    const delay = delays.percentile(percent) ?? 0
    return { delay, above: delays.countAbove(delay) / delays.count }
  })
}
