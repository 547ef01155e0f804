import type { Rule } from './rule.ts'
import { allFail } from './rules/all-fail.ts'
import { cpuBound } from './rules/cpu-bound.ts'
import { droppedIterations } from './rules/dropped-iterations.ts'
import { errorRules } from './rules/errors.ts'
import { generatorBound } from './rules/generator-bound.ts'
import { highLatency } from './rules/high-latency.ts'
import { latencyRose } from './rules/latency-rose.ts'
import { longTail } from './rules/long-tail.ts'
import { lowThroughput } from './rules/low-throughput.ts'
import { memoryBound } from './rules/memory-bound.ts'
import { memoryLeak } from './rules/memory-leak.ts'
import { resourceCorrelation } from './rules/resource-correlation.ts'
import { slowConnects } from './rules/slow-connects.ts'
import { unbalancedEndpoints } from './rules/unbalanced-endpoints.ts'

/** All rules; findings of one severity are told in this order. */
export const rules: readonly Rule[] = [
  generatorBound,
  allFail,
  ...errorRules,
  droppedIterations,
  latencyRose,
  highLatency,
  longTail,
  lowThroughput,
  cpuBound,
  memoryLeak,
  memoryBound,
  resourceCorrelation,
  slowConnects,
  unbalancedEndpoints,
]
