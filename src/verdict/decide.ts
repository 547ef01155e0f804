import { formatDuration } from '../core/format.ts'
import type { Measurement } from '../metrics/result.ts'
import { sentence } from './sentence.ts'
import type { Ruling, Verdict } from './verdict.ts'

/** A comparison of a figure with a limit, before it is asked what the measurement can prove. */
export interface Comparison {
  /** What was judged, and what it was compared with. */
  readonly measurements: readonly [Measurement, ...Measurement[]]
  readonly holds: boolean
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
  const { holds, expected, opposite = `not ${expected}` } = comparison
  return { ...rule(comparison, holds, expected), negated: rule(comparison, !holds, opposite) }
}

/** There is nothing that could be decided. */
export function inconclusive(message: string): Verdict {
  const ruling: Ruling = { state: 'inconclusive', message }
  return { ...ruling, negated: ruling }
}

function rule({ measurements, statement, notes, received, warning }: Comparison, holds: boolean, expected: string): Ruling {
  const [{ name }] = measurements
  const warned = warning === undefined ? {} : { warning }
  const message = sentence(name, statement, expected, notes)
  const doubt = holds ? doubtOf(measurements) : undefined
  if (doubt !== undefined) return { state: 'inconclusive', message: `${message}; inconclusive, because ${doubt}`, ...warned }
  return { state: holds ? 'pass' : 'fail', message, ...warned, expected, received }
}

/** Why a pass would prove nothing. */
function doubtOf(measurements: readonly Measurement[]): string | undefined {
  for (const measurement of measurements) {
    const { outcome } = measurement
    if (outcome.state === 'aborted') {
      return `the run was aborted after ${formatDuration(outcome.at)} (${outcome.reason}): let it complete`
    }
  }
  return undefined
}
