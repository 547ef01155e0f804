import { type Clock, systemClock } from '../core/clock.ts'
import { formatDuration } from '../core/format.ts'
import { perVuIterations } from '../profile/per-vu-iterations.ts'
import { medianOf } from '../stats/series.ts'

/** The first iteration of the scenario by one user, alone: how long its requests took, in milliseconds; `undefined` where none succeeded. */
export type Probe = () => Promise<number | undefined>

/** What came of a rest that was too short for the target. */
export interface Unsettled {
  /** Whether not a single request got through in all of the time. */
  readonly isGone: boolean
  /** In a sentence. */
  readonly message: string
}

/** What a target needs alone, and how long to wait until it does again. */
export interface LevelRest {
  /** Waits until a probe is back at its base latency; `undefined` where it is. */
  settle(signal: AbortSignal): Promise<Unsettled | undefined>
}

/** Probes before the first level, of which the median is the base. */
const BASE_PROBES = 5
/** Times the base that a probe may take, and milliseconds more: what is below is the noise of a machine. */
const SHARE_ABOVE = 1.5
const TIME_ABOVE = 5
/** Milliseconds between two probes, and after which nobody waits any longer. */
const BETWEEN = 100
const LONGEST = 30_000

/** The profile of a probe. */
export const probeProfile = perVuIterations(1, 1)

/** Probes a target that has nothing else to do. */
export async function createLevelRest(probe: Probe, clock: Clock = systemClock): Promise<LevelRest> {
  // Each begins with the same seed, so that of several tasks it is the same one that is compared.
  const probed: (number | undefined)[] = []
  for (let count = 0; count < BASE_PROBES; count += 1) probed.push(await probe())
  const answered = probed.filter((latency) => latency !== undefined)
  const base = answered.length === 0 ? undefined : medianOf(answered)
  return {
    async settle(signal) {
      // There is no way back to where it never was.
      if (base === undefined) return undefined
      const begin = clock.now()
      const bearable = Math.max(base * SHARE_ABOVE, base + TIME_ABOVE)
      let isGone = true
      for (;;) {
        const latency = await probe()
        if (latency !== undefined) isGone = false
        if (latency !== undefined && latency <= bearable) return undefined
        if (signal.aborted) return undefined
        if (clock.now() - begin > LONGEST) return { isGone, message: isGone ? gone : slow(latency, base) }
        await clock.sleep(BETWEEN, signal)
      }
    },
  }
}

const gone = `After a level not one request got through in ${formatDuration(LONGEST)}, so the target is down: the search ended with what it knew`

function slow(latency: number | undefined, base: number): string {
  const found = latency === undefined ? 'failed' : `took ${formatDuration(latency)}`
  return `After a level a request alone still ${found} when ${formatDuration(LONGEST)} were over, where it took ${formatDuration(base)} before the first: the next level began all the same`
}
