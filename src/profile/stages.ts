import { duration, list, object, optional, type Reader, text } from '../core/options.ts'
import type { Stage } from './profile.ts'

/** A stage as it was given: without what follows from its place. */
export interface DraftStage {
  readonly name: string | undefined
  readonly from: number | undefined
  readonly target: number
  readonly duration: number
}

/** Reads a list of stages; `level` reads what they ramp between. */
export function stageList(level: Reader<number>): Reader<readonly DraftStage[]> {
  return list(object({ name: optional(text), from: optional(level), target: level, duration: duration() }), 'stage')
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
