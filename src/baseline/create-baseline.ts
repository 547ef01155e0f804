import type { LoadResult } from '../metrics/result.ts'
import {
  BASELINE_KIND,
  BASELINE_VERSION,
  type Baseline,
  type BaselineEnvironment,
  type BaselineRun,
  MOST_RUNS,
} from './baseline.ts'
import { baselineBlocksOf } from './baseline-blocks.ts'
import { baselineRunOf } from './baseline-run.ts'

/** What a baseline is told besides its result. */
export interface BaselineNames {
  readonly test: string
  readonly name: string
  /** What the target says of itself. */
  readonly target?: string | undefined
}

/** A result as a baseline; `earlier` runs, the newest first, stay after it. */
export function createBaseline(
  result: LoadResult,
  { test, name, target }: BaselineNames,
  earlier: readonly BaselineRun[] = [],
): Baseline {
  const run = baselineRunOf(result)
  // One run may be asked twice whether it matches.
  const others = earlier.filter(({ time }) => time !== run.time)
  return {
    kind: BASELINE_KIND,
    version: BASELINE_VERSION,
    test,
    name,
    ...(result.name !== name && { result: result.name }),
    profile: result.profile,
    environment: environmentOf(result, target),
    runs: [run, ...others.slice(0, MOST_RUNS - 1)],
    blocks: baselineBlocksOf(result),
  }
}

/** What of a machine and its target matters to how fast both are. */
function environmentOf({ environment: { cpu, cores, os, arch, node } }: LoadResult, target?: string): BaselineEnvironment {
  return { cpu, cores, os, arch, node, ...(target !== undefined && { target }) }
}
