import { calibrateTimerOverhead, performanceNowTimestampProvider } from 'tinybench'
import { formatCount, formatDuration } from '../core/format.ts'
import type { StoredBenchmark } from '../metrics/benchmark-result.ts'
import type { Warning } from '../metrics/outcome.ts'
import type { MeasuredTask } from './benchmark-rounds.ts'

/** Iterations from which on a p95 is one: 10 / (1 − 0.95). */
const RELIABLE = 200
/** Share of an iteration that reading the clock may take. */
const BEARABLE = 0.1
/** Decimals that microseconds need besides their own. */
const NANOSECONDS = 3

/** What a reader of a benchmark must know: that its sample is small, or the clock too coarse for it. */
export function warningsOfBenchmark({ name, latency }: StoredBenchmark, { isSaturated }: MeasuredTask): Warning[] {
  const warnings: Warning[] = []
  if (latency.samplesCount < RELIABLE) {
    const message = `${name} had only ${formatCount(latency.samplesCount)} iterations: its p95 is reliable from ${RELIABLE} on, its p99 from 1,000. Raise \`iterations\` or \`time\``
    warnings.push({ code: 'benchmark-small', message })
  }
  const overhead = calibrateTimerOverhead(performanceNowTimestampProvider)
  if (isSaturated || overhead > latency.p50 * BEARABLE) {
    const message = `${name} takes ${formatDuration(latency.p50, NANOSECONDS)}, and to read the clock takes ${formatDuration(overhead, NANOSECONDS)}: the clock is too coarse for it. Let an iteration do the work many times`
    warnings.push({ code: 'benchmark-clock', message })
  }
  return warnings
}
