import { flag, object, optional, parseOptions, text } from '../core/options.ts'
import { type RelativeChange, relativeChange } from './baseline-limits.ts'
import type { CapacityChange } from './judge-capacity-baseline.ts'

/** What `toMatchBaseline` compares of a search. */
export interface CapacityBaselineOptions {
  /** By how much it may be below the baseline's; with `±` above it, either. @default '10%' */
  readonly capacity?: RelativeChange
  /** Whether it fails where nothing can be compared: without a baseline of this environment. @default false */
  readonly strict?: boolean
  /** What the target says of itself, such as its version: kept with the baseline. */
  readonly target?: string
}

export interface ParsedCapacityOptions {
  readonly capacity: CapacityChange
  readonly strict: boolean
  readonly target: string | undefined
}

/** Reads what a user gave to `toMatchBaseline` of a search. Throws an `OptionsError` that lists every problem. */
export function parseCapacityOptions(matcher: string, options: unknown): ParsedCapacityOptions {
  return parseOptions(matcher, options, readOptions)
}

const readOptions = object({
  capacity: optional(relativeChange, { value: 0.1, isBand: false }),
  strict: optional(flag, false),
  target: optional(text),
})
