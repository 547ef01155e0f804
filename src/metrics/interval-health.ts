import { type Distribution, mergeDistributions } from '../stats/histogram.ts'

/** How the generator itself did in a piece of time. Sums, so that pieces of time add up; times in milliseconds. */
export interface IntervalHealth {
  /** The time that was watched. */
  readonly observed: number
  /** Of it, the time in which the event loop was at work; waiting for a moment by spinning is no work. */
  readonly busy: number
  /** How late the event loop served what was due, at moments that are spread evenly over the time. */
  readonly loopDelay: Distribution | undefined
  readonly gc: { readonly count: number; readonly total: number; readonly longest: number }
  /** CPU time of the whole machine, over all cores: that there was, that was used, and that a hypervisor gave to others. 0: unknown. */
  readonly cpu: { readonly total: number; readonly busy: number; readonly steal: number }
  /** The time in which the generator's control group was stopped, because its share of the CPU was used up. */
  readonly throttled: number
}

interface Timed {
  readonly start: number
  readonly health: IntervalHealth | undefined
}

/** The health in several intervals: of those of one time (of several threads) the worst, over time the sum. */
export function mergeHealthOf(intervals: readonly Timed[]): IntervalHealth | undefined {
  const atOneTime = new Map<number, IntervalHealth>()
  for (const { start, health } of intervals) {
    if (health === undefined) continue
    const other = atOneTime.get(start)
    atOneTime.set(start, other === undefined ? health : worstOf(other, health))
  }
  return addHealth([...atOneTime.values()])
}

/** The health of one generator in several pieces of time. */
export function addHealth(parts: readonly IntervalHealth[]): IntervalHealth | undefined {
  const [first, ...others] = parts
  if (first === undefined || others.length === 0) return first
  const sum = (pick: (part: IntervalHealth) => number): number => parts.reduce((total, part) => total + pick(part), 0)
  return {
    observed: sum((part) => part.observed),
    busy: sum((part) => part.busy),
    loopDelay: mergeDistributions(parts.flatMap((part) => part.loopDelay ?? [])),
    gc: {
      count: sum((part) => part.gc.count),
      total: sum((part) => part.gc.total),
      longest: Math.max(...parts.map((part) => part.gc.longest)),
    },
    cpu: {
      total: sum((part) => part.cpu.total),
      busy: sum((part) => part.cpu.busy),
      steal: sum((part) => part.cpu.steal),
    },
    throttled: sum((part) => part.throttled),
  }
}

/** Figure by figure: a load is no better than its worst thread. The machine is the same for all of them. */
function worstOf(one: IntervalHealth, other: IntervalHealth): IntervalHealth {
  const busier = one.busy * other.observed >= other.busy * one.observed ? one : other
  return {
    observed: busier.observed,
    busy: busier.busy,
    loopDelay: meanOf(one.loopDelay) >= meanOf(other.loopDelay) ? one.loopDelay : other.loopDelay,
    gc: one.gc.total >= other.gc.total ? one.gc : other.gc,
    cpu: one.cpu.total >= other.cpu.total ? one.cpu : other.cpu,
    throttled: Math.max(one.throttled, other.throttled),
  }
}

function meanOf(distribution: Distribution | undefined): number {
  return distribution === undefined ? 0 : distribution.sum / distribution.count
}
