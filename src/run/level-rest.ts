import { type Clock, systemClock } from '../core/clock.ts'
import { formatDuration } from '../core/format.ts'
import { perVuIterations } from '../profile/per-vu-iterations.ts'

/** One iteration of the scenario by one user, alone: how long its requests took, in milliseconds; `undefined` where none succeeded. */
export type Probe = (iterations: number) => Promise<number | undefined>

/** What a target needs alone, and how long to wait until it does again. */
export interface LevelRest {
  /** Waits until a probe is back at its base latency. Resolves with a sentence where that took too long. */
  settle(signal: AbortSignal): Promise<string | undefined>
}

/** Iterations of the first probe, of which the median is the base. */
const BASE_ITERATIONS = 5
/** Times the base that a probe may take, and milliseconds more: what is below is the noise of a machine. */
const SHARE_ABOVE = 1.5
const TIME_ABOVE = 5
/** Milliseconds between two probes, and after which nobody waits any longer. */
const BETWEEN = 100
const LONGEST = 30_000

/** The profile of a probe. */
export const probeProfile = (iterations: number) => perVuIterations(1, iterations)

/** Probes a target that has nothing else to do. */
export async function createLevelRest(probe: Probe, clock: Clock = systemClock): Promise<LevelRest> {
  const base = await probe(BASE_ITERATIONS)
  return {
    async settle(signal) {
      // There is no way back to where it never was.
      if (base === undefined) return undefined
      const begin = clock.now()
      const bearable = Math.max(base * SHARE_ABOVE, base + TIME_ABOVE)
      for (;;) {
        const latency = await probe(1)
        if (latency !== undefined && latency <= bearable) return undefined
        if (signal.aborted) return undefined
        if (clock.now() - begin > LONGEST) {
          const found = latency === undefined ? 'failed' : `took ${formatDuration(latency)}`
          return `After a level a request alone still ${found} when ${formatDuration(LONGEST)} were over, where it took ${formatDuration(base)} before the first: the next level began all the same`
        }
        await clock.sleep(BETWEEN, signal)
      }
    },
  }
}
