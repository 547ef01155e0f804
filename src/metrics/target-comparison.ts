import type { LoadResult } from './result.ts'

/** Two servers under the same load in turn: what `compareTargets` resolves with. `expect(comparison).toHaveNoRegression(…)` judges it. */
export interface TargetComparison {
  readonly name: string
  /** What counted of the base's blocks, one after another as if nothing had been between them. */
  readonly base: LoadResult
  readonly candidate: LoadResult
  /** So many blocks each of both had. */
  readonly pairs: number
  /** Milliseconds of a block that count. */
  readonly block: number
}
