import { duration, object, parseOptions } from '../../core/options.ts'
import type { Duration } from '../../core/units.ts'
import type { Measurement } from '../../metrics/result.ts'
import { judge } from '../../verdict/judge.ts'
import { ttfbPercentile } from '../../verdict/ttfb.ts'
import type { Verdict } from '../../verdict/verdict.ts'
import { percentile } from './readers.ts'

export function toHaveTtfbBelow(measurement: Measurement, wanted: number, limit: Duration): Verdict {
  const parsed = parseOptions('toHaveTtfbBelow', { percentile: wanted, limit }, object({ percentile, limit: duration() }))
  return judge(ttfbPercentile(measurement, parsed.percentile), { kind: 'below', value: parsed.limit })
}
