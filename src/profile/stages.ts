import { duration, expected, list, object, optional, type Problem, type Reader, text } from '../core/options.ts'
import type { Stage } from './profile.ts'

/** A stage as it was given: without what follows from its place. */
export interface DraftStage {
  readonly name: string | undefined
  readonly from: number | undefined
  readonly target: number
  readonly duration: number
}

/** What the levels of a ramp are. */
export interface RampRules {
  readonly level: Reader<number>
  /** The option that is the level at the start. */
  readonly start: string
  readonly show: (level: number) => string
  /** The sentence on a ramp that is at 0 throughout. */
  readonly empty: string
}

/** Reads the stages of a ramp, and what they mean only together with where it was said to start. */
export function rampStages({ level, start, show, empty }: RampRules, givenStart: unknown): Reader<readonly DraftStage[]> {
  const read = list(object({ name: optional(text), from: optional(level), target: level, duration: duration() }), 'stage')
  return (found, at, problems) => {
    const known = problems.length
    const stages = read(found, at, problems)
    // A bad start is told where the options are read.
    const bad: Problem[] = []
    const opening = optional(level)(givenStart, start, bad)
    if (problems.length > known || bad.length > 0) return stages
    const from = stages[0]?.from
    if (opening !== undefined && from !== undefined && from !== opening) {
      expected(`${show(from)}, as \`stages[0].from\` is, or left out`, givenStart, start, problems)
    }
    if (Math.max(opening ?? 0, peakOf(stages)) === 0) problems.push({ at, message: empty })
    return stages
  }
}

/** Names each stage, and lets it start where the one before it ended; the first at `opening`. */
export function completeStages(drafts: readonly DraftStage[], opening: number): readonly Stage[] {
  return drafts.map(({ name, from, target, duration }, index) => ({
    name: name ?? `stage ${index + 1}`,
    from: from ?? drafts[index - 1]?.target ?? opening,
    target,
    duration,
  }))
}

/** The highest level of a ramp. */
export function peakOf(stages: readonly (DraftStage | Stage)[]): number {
  return Math.max(...stages.flatMap(({ from = 0, target }) => [from, target]))
}
