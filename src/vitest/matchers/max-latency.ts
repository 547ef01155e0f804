import { duration, object, parseOptions } from '../../core/options.ts'
import type { Duration } from '../../core/units.ts'
import type { Measurement } from '../../metrics/result.ts'
import { judge } from '../../verdict/judge.ts'
import { maxLatency } from '../../verdict/latency.ts'
import type { Verdict } from '../../verdict/verdict.ts'

export function toHaveMaxLatencyBelow(measurement: Measurement, limit: Duration): Verdict {
  const { limit: value } = parseOptions('toHaveMaxLatencyBelow', { limit }, object({ limit: duration() }))
  return judge(maxLatency(measurement), { kind: 'below', value })
}
