import { object, parseOptions, rate } from '../../core/options.ts'
import type { Rate } from '../../core/units.ts'
import type { Measurement } from '../../metrics/result.ts'
import { judge } from '../../verdict/judge.ts'
import { throughput } from '../../verdict/rates.ts'
import type { Verdict } from '../../verdict/verdict.ts'

export function toHaveThroughputAbove(measurement: Measurement, limit: Rate): Verdict {
  const { limit: value } = parseOptions('toHaveThroughputAbove', { limit }, object({ limit: rate({ min: 0 }) }))
  return judge(throughput(measurement), { kind: 'above', value })
}
