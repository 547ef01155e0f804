import { object, parseOptions } from '../../core/options.ts'
import type { Share } from '../../core/units.ts'
import type { Measurement } from '../../metrics/result.ts'
import { checkOf, checkRate } from '../../verdict/checks.ts'
import { judge } from '../../verdict/judge.ts'
import type { Verdict } from '../../verdict/verdict.ts'
import { shareToExceed } from './readers.ts'

export function toHaveCheckRateAbove(measurement: Measurement, name: string, limit: Share): Verdict {
  const reader = object({ name: checkOf(measurement), limit: shareToExceed("for all but all use '99.99%'") })
  const parsed = parseOptions('toHaveCheckRateAbove', { name, limit }, reader)
  return judge(checkRate(measurement, parsed.name), { kind: 'above', value: parsed.limit })
}
