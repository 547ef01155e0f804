import type { Measurement } from '../../metrics/result.ts'
import { judgeNoErrors } from '../../verdict/counts.ts'
import type { Verdict } from '../../verdict/verdict.ts'

export function toHaveNoErrors(measurement: Measurement): Verdict {
  return judgeNoErrors(measurement)
}
