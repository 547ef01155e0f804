import type { ResourceSeries } from '../../metrics/resources.ts'
import { judgeIncrease } from '../../verdict/increase.ts'
import type { Verdict } from '../../verdict/verdict.ts'

export function toIncrease(series: ResourceSeries): Verdict {
  return judgeIncrease(series)
}
