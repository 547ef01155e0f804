import { duration, expected, object, parseOptions, type Reader } from '../../core/options.ts'
import type { Duration } from '../../core/units.ts'
import type { Measurement } from '../../metrics/result.ts'
import { judge } from '../../verdict/judge.ts'
import { meanLatency } from '../../verdict/latency.ts'
import type { Verdict } from '../../verdict/verdict.ts'

export function toHaveMeanLatencyBelow(measurement: Measurement, limit: Duration): Verdict {
  const { limit: value } = parseOptions('toHaveMeanLatencyBelow', { limit }, object({ limit: duration() }))
  return judge(meanLatency(measurement), { kind: 'below', value })
}

export function toHaveMeanLatencyWithin(measurement: Measurement, from: Duration, to: Duration): Verdict {
  return judge(meanLatency(measurement), { kind: 'within', ...parseOptions('toHaveMeanLatencyWithin', { from, to }, band) })
}

const bounds = object({ from: duration({ min: 0 }), to: duration() })

const band: Reader<{ readonly from: number; readonly to: number }> = (found, at, problems) => {
  const read = bounds(found, at, problems)
  if (read.from > read.to) expected('at or above `from`', (found as { to: unknown }).to, 'to', problems)
  return read
}
