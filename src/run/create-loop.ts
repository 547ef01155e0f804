import { runClosedLoop } from '../engine/closed-loop.ts'
import { OpenLoop } from '../engine/open-loop.ts'
import { arrivalTimes } from '../profile/arrivals.ts'
import { isOpen, type Profile } from '../profile/profile.ts'
import { latestStop } from '../profile/timeline.ts'
import type { Loop, Session } from './loop.ts'

interface Timing {
  /** Milliseconds. */
  readonly warmUp: number
  /** Milliseconds. */
  readonly gracefulStop: number
}

/** The loop that applies a profile. */
export function createLoop(profile: Profile, { warmUp, gracefulStop }: Timing, { seed, ...session }: Session): Loop {
  if (!isOpen(profile)) return { run: () => runClosedLoop({ profile, warmUp, gracefulStop, ...session }) }
  const arrivals = arrivalTimes(profile, { seed, warmUp })
  const { vus, maxVus } = profile
  return new OpenLoop({ arrivals, vus, maxVus, end: latestStop(profile), gracefulStop, ...session })
}
