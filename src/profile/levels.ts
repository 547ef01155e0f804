import type { Duration, Share } from '../core/units.ts'
import { constantVus } from './constant-vus.ts'
import { deepFreeze } from './freeze-profile.ts'
import type { ConstantVus } from './profile.ts'

/** A named load and the limits that it should meet. */
export interface LoadLevel {
  readonly profile: ConstantVus
  /** For `toMeet`. */
  readonly limits: {
    readonly p95: { readonly target: Duration }
    readonly errorRate: { readonly target: Share }
  }
}

/**
 * Loads to start from: 10 users for 5 min, 50 for 10 min, 200 for 15 min, with more latency and errors let through at each.
 *
 * @example
 * const result = await load(shopper, levels.medium.profile)
 * expect(result).toMeet(levels.medium.limits)
 */
export const levels: { readonly light: LoadLevel; readonly medium: LoadLevel; readonly heavy: LoadLevel } = deepFreeze({
  light: { profile: constantVus(10, '5m'), limits: { p95: { target: '100ms' }, errorRate: { target: '1%' } } },
  medium: { profile: constantVus(50, '10m'), limits: { p95: { target: '200ms' }, errorRate: { target: '5%' } } },
  heavy: { profile: constantVus(200, '15m'), limits: { p95: { target: '500ms' }, errorRate: { target: '10%' } } },
})
