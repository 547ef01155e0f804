import { integer, object, parseOptions } from '../../core/options.ts'
import type { Measurement } from '../../metrics/result.ts'
import { successes } from '../../verdict/counts.ts'
import { judge } from '../../verdict/judge.ts'
import type { Verdict } from '../../verdict/verdict.ts'

export function toHaveSucceededAtLeast(measurement: Measurement, count: number): Verdict {
  const { count: value } = parseOptions('toHaveSucceededAtLeast', { count }, object({ count: integer() }))
  return judge(successes(measurement), { kind: 'at-least', value })
}
