import type { Script } from '../engine/script.ts'
import type { Profile } from '../profile/profile.ts'
import { latestStop, plannedDuration, stagesOf } from '../profile/timeline.ts'
import { createLoop } from './create-loop.ts'
import type { ReadLoadOptions } from './load-options.ts'
import type { Part } from './plan.ts'

type Timing = Pick<ReadLoadOptions, 'timeout' | 'warmUp'>

/** The part of a run in which a profile, as it is applied, is put on a scenario; `input` is what the user gave for it. */
export function scenarioPart(script: Script, profile: Profile, { timeout, warmUp }: Timing, input?: unknown): Part {
  const gracefulStop = profile.gracefulStop ?? Math.max(timeout, 30_000)
  return {
    script,
    module: input instanceof URL ? input.href : undefined,
    profile,
    stages: stagesOf(profile),
    planned: plannedDuration(profile),
    latestEnd: latestStop(profile) + gracefulStop,
    createLoop: (session) => createLoop(profile, { warmUp, gracefulStop }, session),
  }
}
