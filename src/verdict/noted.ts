import type { Ruling } from './verdict.ts'

/** A verdict as a report tells it: how it came out, after `.not`. JSON-safe. */
export interface NotedVerdict {
  /** Such as `toHaveP95Below`. */
  readonly matcher: string
  /** Whether it was asked under `.not`. */
  readonly negated: boolean
  readonly state: Ruling['state']
  readonly message: string
  readonly warning?: string
}
