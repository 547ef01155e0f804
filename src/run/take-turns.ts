import { OpenLoop } from '../engine/open-loop.ts'
import type { Script } from '../engine/script.ts'
import { runInTurns, type Turn } from '../engine/turns.ts'
import { arrivalTimes } from '../profile/arrivals.ts'
import { freezeProfile } from '../profile/freeze-profile.ts'
import type { ConstantRate, ConstantVus } from '../profile/profile.ts'
import type { StageSpan } from '../profile/timeline.ts'
import type { Part } from './plan.ts'
import type { Target } from './target.ts'

/** Milliseconds of each block that don't count: connections are opened again, and the other side's requests end. */
export const DROPPED = 1000
/** The stage of what doesn't count. */
const DROPPED_STAGE = 'dropped'

/** The blocks of both sides: base, candidate, candidate, base, and again, so that what grows steadily adds the same to both. */
export function turnsOf(blocks: number, block: number): { readonly base: readonly Turn[]; readonly candidate: readonly Turn[] } {
  const turns = Array.from({ length: blocks }, (_, index) => ({ start: index * block, end: (index + 1) * block }))
  const isBase = (index: number): boolean => index % 4 === 0 || index % 4 === 3
  return { base: turns.filter((_, index) => isBase(index)), candidate: turns.filter((_, index) => !isBase(index)) }
}

export interface PartInTurns {
  readonly script: Script
  readonly target: Target
  readonly profile: ConstantVus | ConstantRate
  readonly turns: readonly Turn[]
  /** Milliseconds at which the blocks of both sides end. */
  readonly end: number
  readonly gracefulStop: number
  /** Of the arrivals, which are the same for both sides. */
  readonly seed: number
}

/** One side: its load in its turns, and nothing between them. */
export function partInTurns({ script, target, profile, turns, end, gracefulStop, seed }: PartInTurns): Part {
  return {
    script,
    target,
    profile,
    stages: turns.flatMap(stagesOfTurn),
    planned: end,
    latestEnd: end + gracefulStop,
    createLoop(session) {
      if (profile.kind === 'constant-vus') {
        return { run: () => runInTurns({ turns, vus: profile.vus, gracefulStop, ...session }) }
      }
      const { vus, maxVus } = profile
      return new OpenLoop({ arrivals: arrivalsIn(turns, profile, seed), vus, maxVus, end, gracefulStop, ...session })
    },
  }
}

function stagesOfTurn({ start, end }: Turn, index: number): readonly StageSpan[] {
  const counted = start + DROPPED
  return [
    { name: DROPPED_STAGE, start, end: counted },
    { name: String(index), start: counted, end },
  ]
}

/** The arrivals of all turns, as if there were no time between them. */
function* arrivalsIn(turns: readonly Turn[], profile: ConstantRate, seed: number): Generator<number> {
  const [first] = turns
  if (first === undefined) return
  const length = first.end - first.start
  const whole = freezeProfile<ConstantRate>({ ...profile, duration: length * turns.length })
  for (const due of arrivalTimes(whole, { seed })) {
    const turn = turns[Math.floor(due / length)]
    if (turn !== undefined) yield turn.start + (due % length)
  }
}
