import type { LoadSettings } from '../core/settings.ts'
import type { LadderFigures } from '../metrics/ladder-figures.ts'
import type { Progress } from '../metrics/progress.ts'
import type { LoadResult } from '../metrics/result.ts'
import type { Study } from '../metrics/study.ts'

export type { LoadSettings, Progress }

/** What a run knows of where it runs. What runs does not know Vitest. */
export interface RunContext {
  /** The test's name, or what a script calls it. */
  readonly name: string
  readonly settings: LoadSettings
  /** Aborts at the test's time-out, and when the run is cancelled. */
  readonly signal: AbortSignal
  /**
   * Called before a load begins whose server can be inspected. The load waits for it.
   *
   * @param inspectors Where the server's Node processes can be inspected.
   */
  inspected?(inspectors: readonly string[]): Promise<void>
  /** Called about once a second while a load runs. */
  progress(progress: Progress): void
  /** Called once for each result, completed or aborted. */
  report(result: LoadResult): void
  /** The same of benchmarks and capacities. */
  reportStudy(study: Study): void
  /** Called once for each ladder whose levels were all run. */
  reportLadder?(ladder: LadderFigures): void
  /** The test is not over before this has settled. */
  drain(running: Promise<unknown>): void
}
