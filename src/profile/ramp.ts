import { freezeProfile } from './freeze-profile.ts'
import type { Arrivals, RampingRate, RampingVus, Stage } from './profile.ts'
import { peakOf } from './stages.ts'
import { type GivenUsers, usersForRate } from './users-for-rate.ts'

/** A ramp of users from what was read; its first stage says where it opens. */
export function rampOfVus(stages: readonly Stage[], gracefulStop: number | undefined): RampingVus {
  return freezeProfile<RampingVus>({ kind: 'ramping-vus', startVus: openingOf(stages), stages, gracefulStop })
}

/** A ramp of arrival rates from what was read; its first stage says where it opens. */
export function rampOfRates(stages: readonly Stage[], options: ReadOpenOptions): RampingRate {
  return freezeProfile<RampingRate>({
    kind: 'ramping-rate',
    startRate: openingOf(stages),
    stages,
    arrivals: options.arrivals,
    ...usersForRate(peakOf(stages), options),
    gracefulStop: options.gracefulStop,
  })
}

interface ReadOpenOptions extends GivenUsers {
  readonly arrivals: Arrivals
  readonly gracefulStop: number | undefined
}

function openingOf(stages: readonly Stage[]): number {
  return stages[0]?.from ?? 0
}
