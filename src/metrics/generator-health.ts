import { type LatencySummary, summarize } from '../stats/summary.ts'
import type { IterationSeries } from './interval.ts'
import type { IntervalHealth } from './interval-health.ts'

/**
 * How the generator itself did, in a slice's own seconds: what decides what its results can prove. Times in milliseconds, shares
 * between 0 and 1. A figure that nobody measured is `undefined`.
 */
export interface GeneratorHealth {
  /** Share of the time in which the event loop was at work. Waiting for a moment by spinning is no work. */
  readonly busy: number | undefined
  /** How late the event loop served what was due, at moments spread evenly over the time. */
  readonly loopDelay: LatencySummary
  /** Of the open model: from when an iteration was due to when it started. */
  readonly scheduleLag: LatencySummary
  /** Pauses to collect garbage: how many, all together, and the longest. */
  readonly gc: { readonly count: number; readonly total: number; readonly longest: number }
  readonly cpu: {
    /** Share of the whole machine's CPU that was used, by whomever. */
    readonly machine: number | undefined
    /** Share of it that a hypervisor gave to other machines. */
    readonly steal: number | undefined
    /** Share of the time in which the generator was stopped, because its container's CPU limit was used up. */
    readonly throttled: number | undefined
  }
  /** Iterations that were to start, and those that did. In the closed model they are the same. */
  readonly starts: { readonly offered: number; readonly achieved: number }
  /** How much longer users rested than they were to, as a share of their cycles of iteration and think time; `undefined` without think time. */
  readonly thinkTimeLate: number | undefined
  /** The most users that were there at a time. */
  readonly vus: number
}

/** Sums it up for a slice, of which `iterations` are those of its scenarios and stages. */
export function summarizeHealth(
  health: IntervalHealth | undefined,
  iterations: IterationSeries | undefined,
  vus: number,
): GeneratorHealth {
  const { started = 0, dropped = 0 } = iterations ?? {}
  return Object.freeze({
    busy: health === undefined ? undefined : share(health.busy, health.observed),
    loopDelay: summarize(health?.loopDelay),
    scheduleLag: summarize(iterations?.lag),
    gc: Object.freeze(health?.gc ?? { count: 0, total: 0, longest: 0 }),
    cpu: Object.freeze({
      machine: health === undefined ? undefined : share(health.cpu.busy, health.cpu.total),
      steal: health === undefined ? undefined : share(health.cpu.steal, health.cpu.total),
      throttled: health === undefined ? undefined : share(health.throttled, health.observed),
    }),
    starts: Object.freeze({ offered: started + dropped, achieved: started }),
    thinkTimeLate: iterations === undefined ? undefined : thinkTimeLate(iterations),
    vus,
  })
}

function thinkTimeLate({ cycles, thinkTimeLate }: IterationSeries): number | undefined {
  return cycles === 0 ? undefined : Math.max(0, thinkTimeLate / cycles)
}

function share(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : Math.min(1, part / whole)
}
