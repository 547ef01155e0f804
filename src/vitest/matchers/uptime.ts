import { object, parseOptions } from '../../core/options.ts'
import type { Share } from '../../core/units.ts'
import type { Measurement } from '../../metrics/result.ts'
import { judge } from '../../verdict/judge.ts'
import { uptime } from '../../verdict/uptime.ts'
import type { Verdict } from '../../verdict/verdict.ts'
import { shareToExceed } from './readers.ts'

export function toHaveUptimeAbove(measurement: Measurement, limit: Share): Verdict {
  const { limit: value } = parseOptions('toHaveUptimeAbove', { limit }, object({ limit: shareToExceed(NO_ERRORS) }))
  return judge(uptime(measurement), { kind: 'above', value })
}

const NO_ERRORS = 'for no failure at all use toHaveNoErrors()'
