import { formatCount, formatDuration } from '../core/format.ts'
import type { Measurement } from '../metrics/result.ts'
import { blameGenerator } from './fitness.ts'
import { sentence } from './sentence.ts'
import type { Ruling, Verdict } from './verdict.ts'

/**
 * What is claimed of a target: that it is good, that it is bad, how it is exactly, or that something bad was seen, which stands whoever saw it. A generator that is unfit can only make a target
 * look worse than it is, so what it proves of a good one stands.
 */
export type Claim = 'good' | 'bad' | 'exact' | 'seen'

/** A comparison of a figure with a limit, before it is asked what the measurement can prove. */
export interface Comparison {
  /** What was judged, and what it was compared with. */
  readonly measurements: readonly [Measurement, ...Measurement[]]
  readonly holds: boolean
  /** What is claimed where it holds. */
  readonly claim: Claim
  /** What `.not` claims. @default the opposite */
  readonly oppositeClaim?: Claim
  /** Why a better generator might have made the difference, and what to do. */
  readonly excuse?: string | undefined
  /** `p95 was 250.1 ms`. */
  readonly statement: string
  /** `below 200 ms`. */
  readonly expected: string
  /** What `.not` expects, where it isn't `not …`. */
  readonly opposite?: string
  readonly notes: readonly string[]
  /** The figure alone, for a diff. */
  readonly received: string
  readonly warning?: string | undefined
}

/** The one place where a state is decided. */
export function decide(comparison: Comparison): Verdict {
  const { holds, claim, oppositeClaim = OPPOSITE[claim], expected, opposite = `not ${expected}` } = comparison
  return { ...rule(comparison, holds, claim, expected), negated: rule(comparison, !holds, oppositeClaim, opposite) }
}

const OPPOSITE: Readonly<Record<Claim, Claim>> = { good: 'bad', bad: 'good', exact: 'exact', seen: 'exact' }

/** There is nothing that could be decided. */
export function inconclusive(message: string): Verdict {
  const ruling: Ruling = { state: 'inconclusive', message }
  return { ...ruling, negated: ruling }
}

function rule(comparison: Comparison, holds: boolean, claim: Claim, expected: string): Ruling {
  const { measurements, statement, notes, received, warning, excuse } = comparison
  const [{ name }] = measurements
  const warned = warning === undefined ? {} : { warning }
  const message = sentence(name, statement, expected, notes)
  const doubt = excuse ?? (holds ? doubtOf(measurements, claim) : undefined)
  if (doubt !== undefined) return { state: 'inconclusive', message: `${message}; inconclusive, because ${doubt}`, ...warned }
  const shortfall = holds && !isBad(claim) ? shortfallOf(measurements) : undefined
  if (shortfall !== undefined) {
    const told = `${message}; but ${shortfall}, so the target fell behind`
    return {
      state: 'fail',
      message: told,
      ...warned,
      expected: `${expected}, nothing dropped`,
      received: `${received}, but ${shortfall}`,
    }
  }
  return { state: holds ? 'pass' : 'fail', message, ...warned, expected, received }
}

/** Why nothing can be compared with a measurement; `undefined` where it says how the target is. */
export function unfitToCompare(measurement: Measurement): string | undefined {
  const shortfall = shortfallOf([measurement])
  return doubtOf([measurement], 'exact') ?? (shortfall === undefined ? undefined : `${shortfall}: the target fell behind`)
}

/** Why a pass would prove nothing. */
function doubtOf(measurements: readonly Measurement[], claim: Claim): string | undefined {
  for (const measurement of measurements) {
    const { outcome } = measurement
    if (outcome.state === 'aborted') {
      return `the run was aborted after ${formatDuration(outcome.at)} (${outcome.reason}): let it complete`
    }
    const blame = blameGenerator(measurement)
    if (blame === undefined) continue
    const dropped = isBad(claim) ? undefined : droppedOf(measurement)
    if (dropped !== undefined) return `${dropped}, and ${blame}`
    if (claim === 'bad' || claim === 'exact') return blame
  }
  return undefined
}

/** What is dropped only confirms it. */
function isBad(claim: Claim): boolean {
  return claim === 'bad' || claim === 'seen'
}

/** What a target did not take on, of what was to be asked of it. */
function shortfallOf(measurements: readonly Measurement[]): string | undefined {
  return measurements.map(droppedOf).find((dropped) => dropped !== undefined)
}

function droppedOf({ health: { starts, vus } }: Measurement): string | undefined {
  const dropped = starts.offered - starts.achieved
  if (dropped === 0) return undefined
  const users = vus === 1 ? 'the only user was' : `all ${formatCount(vus)} users were`
  return `${formatCount(dropped)} of ${formatCount(starts.offered)} iterations were dropped because ${users} waiting`
}
