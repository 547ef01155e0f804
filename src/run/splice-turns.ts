import { analyze } from '../analysis/analyze.ts'
import type { Turn } from '../engine/turns.ts'
import type { Interval, IterationSeries, RequestSeries } from '../metrics/interval.ts'
import { createResult, intervalsOf } from '../metrics/load-result.ts'
import { mergeIterations, mergeRequests, seriesKey } from '../metrics/merge.ts'
import { NO_RESOURCES } from '../metrics/resources.ts'
import type { LoadResult } from '../metrics/result.ts'
import { isOpen, type Profile } from '../profile/profile.ts'
import { DROPPED } from './take-turns.ts'

/** One side of a run in turns. */
export interface Side {
  readonly name: string
  /** What it is called in the run of both, and what it is to be called. */
  readonly scenario: string
  readonly renamed: string
  readonly profile: Profile
  readonly turns: readonly Turn[]
}

/**
 * The result of one side: what counted of its turns, one after another as if nothing had been between them. What was asked in a turn and
 * ended after it is in its last second.
 */
export function spliceTurns(both: LoadResult, side: Side): LoadResult {
  const { name, scenario, profile, turns } = side
  const intervals = intervalsOf(both)
  const spliced = turns.flatMap((turn, index) => countedOf(intervals, turn, index))
  const lastOf = new Map(spliced.map((one, index) => [one.turn, index]))
  const requests = spliced.map((): RequestSeries[] => [])
  const iterations = spliced.map((): IterationSeries[] => [])
  for (const interval of intervals) {
    const own = spliced.findIndex((one) => one.interval === interval)
    const placeOf = (series: { readonly scenario: string; readonly stage: string }): number | undefined => {
      if (series.scenario !== scenario) return undefined
      const last = lastOf.get(series.stage)
      return own !== -1 && spliced[own]?.turn === series.stage ? own : last
    }
    for (const series of interval.requests) requests[placeOf(series) ?? -1]?.push({ ...series, ...renamedOf(side) })
    for (const series of interval.iterations) iterations[placeOf(series) ?? -1]?.push({ ...series, ...renamedOf(side) })
  }
  const duration = spliced.at(-1)?.end ?? 0
  const { startedAt, outcome, seed, scale, environment, warnings } = both
  const model = isOpen(profile) ? 'open' : 'closed'
  const stages = [{ name: '', start: 0, end: duration }]
  return createResult(
    { ...{ name, startedAt, outcome, seed, scale, environment, warnings }, model, profile, duration, stages },
    spliced.map(({ start, end, interval: { vus, health } }, index) => ({
      start,
      end,
      // Those of the other side wait meanwhile.
      vus: Math.round(vus / 2),
      health,
      requests: together(requests[index] ?? [], mergeRequests),
      iterations: together(iterations[index] ?? [], mergeIterations),
    })),
    NO_RESOURCES,
    analyze,
  )
}

interface Counted {
  readonly interval: Interval
  /** The name of the turn's stage. */
  readonly turn: string
  readonly start: number
  readonly end: number
}

function countedOf(intervals: readonly Interval[], { start, end }: Turn, index: number): readonly Counted[] {
  const from = start + DROPPED
  const before = index * (end - from) - from
  return intervals
    .filter((interval) => interval.start >= from && interval.start < end)
    .map((interval) => ({
      interval,
      turn: String(index),
      start: interval.start + before,
      end: Math.min(interval.end, end) + before,
    }))
}

function renamedOf({ renamed }: Side): { readonly scenario: string; readonly stage: string } {
  return { scenario: renamed, stage: '' }
}

function together<S extends { scenario: string; endpoint?: string; stage: string }>(
  series: readonly S[],
  merge: (parts: readonly [S, ...S[]]) => S,
): readonly S[] {
  const groups = Map.groupBy(series, seriesKey)
  return [...groups.values()].map((parts) => merge(parts as [S, ...S[]]))
}
