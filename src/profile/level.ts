import type { Rate } from '../core/units.ts'
import type { Stage } from './profile.ts'

/** An arrival rate as text, such as `'20/s'`: in a preset a bare number is users. */
export type RateText = Exclude<Rate, number>

/** Whether any level of a preset is a rate; so all of them are. */
export function areRates(levels: readonly unknown[]): boolean {
  return levels.some((level) => typeof level === 'string')
}

/** One phase of a preset: moves to its level in `ramp` milliseconds, and holds it for the rest of `duration`. */
export function phase(name: string, from: number, target: number, duration: number, ramp: number): Stage[] {
  const move = { name, from, target, duration: ramp }
  const hold = { name, from: target, target, duration: duration - ramp }
  return [move, hold].filter((stage) => stage.duration > 0)
}
