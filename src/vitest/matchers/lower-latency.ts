import { expected, object, optional, parseOptions, type Reader, share } from '../../core/options.ts'
import type { Share } from '../../core/units.ts'
import type { BenchmarkResult } from '../../metrics/benchmark-result.ts'
import type { Measurement } from '../../metrics/result.ts'
import { judgeLowerLatency } from '../../verdict/comparison.ts'
import type { Verdict } from '../../verdict/verdict.ts'
import { measurement as readMeasurement } from './guard.ts'
import { percentile } from './readers.ts'

export interface LowerLatencyOptions {
  /** How much lower, as a share of the other's latency, from 0 to below 1. @default 0 */
  readonly by?: Share
  /** From 1 to 100. @default 95 */
  readonly percentile?: number
}

export function toHaveLowerLatencyThan(
  measurement: Measurement,
  other: Measurement | BenchmarkResult,
  options?: LowerLatencyOptions,
): Verdict {
  const parsed = parseOptions('toHaveLowerLatencyThan', { other, options }, object({ other: readMeasurement, options: readLead }))
  return judgeLowerLatency(measurement, parsed.other, parsed.options)
}

const lead: Reader<number> = (found, at, problems) => {
  const by = share()(found, at, problems)
  if (by === 1) expected('below 100 %, because no latency is that much lower', found, at, problems)
  return by
}

const readLead = object({ by: optional(lead, 0), percentile: optional(percentile, 95) })
