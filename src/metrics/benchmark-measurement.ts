import { summarize } from '../stats/summary.ts'
import type { BenchmarkResult } from './benchmark-result.ts'
import { createResources } from './create-resources.ts'
import { summarizeHealth } from './generator-health.ts'
import { NO_RESOURCES } from './resources.ts'
import type { Measurement } from './result.ts'
import { UnknownSliceError } from './slice.ts'

/** A benchmark as limits on latency and throughput take it: its iterations are what requests are elsewhere. None of them failed. */
export function measurementOfBenchmark({ name, latency, throughput, totalTime }: BenchmarkResult): Measurement {
  const { count } = latency
  const none = summarize(undefined)
  const noSlice = (kind: 'scenario' | 'endpoint' | 'stage' | 'trend') => (asked: string) => {
    throw new UnknownSliceError(kind, asked, [])
  }
  const whole: Measurement = {
    name,
    countedAs: 'iteration',
    outcome: { state: 'completed' },
    scale: 1,
    duration: totalTime,
    requests: { total: count, succeeded: count, failed: 0, interrupted: 0 },
    throughput: { mean: throughput.mean, peak: throughput.mean },
    latency,
    failedLatency: none,
    interruptedAge: none,
    serviceTime: none,
    ttfb: none,
    connect: none,
    iterations: { started: count, completed: count, failed: 0, interrupted: 0, dropped: 0 },
    iterationDuration: latency,
    bytes: { sent: 0, received: 0 },
    errors: [],
    events: [],
    checks: [],
    trends: [],
    health: summarizeHealth(undefined, undefined, 1),
    timeline: [],
    resources: createResources(NO_RESOURCES),
    trend: noSlice('trend'),
    scenario: noSlice('scenario'),
    endpoint: noSlice('endpoint'),
    stage: noSlice('stage'),
    // Nobody kept when which iteration was.
    between: () => whole,
  }
  return whole
}
