import type { Outcome } from '../metrics/outcome.ts'
import type { RunSpan } from '../profile/timeline.ts'
import type { Part, Plan } from './plan.ts'

/** How a run went, so far as it decides how long was measured. */
export interface Ended {
  readonly outcome: Outcome
  /** When the last request was sent that might be; `undefined` where there was room for more. */
  readonly usedUpAt: number | undefined
  /** When the last iteration of a scenario ended. */
  readonly lastEndOf: (scenario: string) => number
}

export interface MeasuredTime {
  /** Milliseconds, from moment 0. */
  readonly duration: number
  /** Up to there; one that was never reached has no time of its own. */
  readonly stages: readonly RunSpan[]
}

/** How long was measured: to the planned end, or to the last iteration where there is none; but not past the moment when it was over. */
export function measuredTime({ parts, profile }: Pick<Plan, 'parts' | 'profile'>, ended: Ended): MeasuredTime {
  const ends = parts.map((part) => endOf(part, ended))
  const isNamed = profile.kind === 'together'
  const stages = parts.flatMap((part, index) => clip(part, ends[index] as number, isNamed ? { scenario: part.script.name } : {}))
  return { duration: Math.max(...ends), stages }
}

function endOf({ script, planned }: Part, { outcome, usedUpAt, lastEndOf }: Ended): number {
  const lastEnd = lastEndOf(script.name)
  const ends = [planned ?? lastEnd]
  if (usedUpAt !== undefined) ends.push(Math.max(0, usedUpAt, lastEnd))
  // Where nothing is planned, it lasted until it was aborted.
  if (outcome.state === 'aborted') return Math.min(planned ?? outcome.at, outcome.at, ...ends.slice(1))
  return Math.min(...ends)
}

function clip({ stages }: Part, end: number, named: { readonly scenario?: string }): RunSpan[] {
  return stages.map((stage) => ({ ...stage, ...named, start: Math.min(stage.start, end), end: Math.min(stage.end, end) }))
}
