import { duration, object, parseOptions } from '../../core/options.ts'
import type { Duration } from '../../core/units.ts'
import type { Measurement } from '../../metrics/result.ts'
import { judge } from '../../verdict/judge.ts'
import { latencyPercentile } from '../../verdict/latency.ts'
import type { Verdict } from '../../verdict/verdict.ts'
import { percentile } from './readers.ts'

export const toHaveP50Below = percentileBelow('toHaveP50Below', 50)
export const toHaveP90Below = percentileBelow('toHaveP90Below', 90)
export const toHaveP95Below = percentileBelow('toHaveP95Below', 95)
export const toHaveP99Below = percentileBelow('toHaveP99Below', 99)
export const toHaveP999Below = percentileBelow('toHaveP999Below', 99.9)

export function toHavePercentileBelow(measurement: Measurement, wanted: number, limit: Duration): Verdict {
  const parsed = parseOptions('toHavePercentileBelow', { percentile: wanted, limit }, object({ percentile, limit: duration() }))
  return judge(latencyPercentile(measurement, parsed.percentile), { kind: 'below', value: parsed.limit })
}

function percentileBelow(matcher: string, percent: number) {
  return (measurement: Measurement, limit: Duration): Verdict => {
    const { limit: value } = parseOptions(matcher, { limit }, object({ limit: duration() }))
    return judge(latencyPercentile(measurement, percent), { kind: 'below', value })
  }
}
