import { expected, integer, object, parseOptions, type Reader, rate } from '../../core/options.ts'
import type { CapacityResult } from '../../metrics/capacity-result.ts'
import { judgeCapacity } from '../../verdict/capacity.ts'
import type { Verdict } from '../../verdict/verdict.ts'

/** A number of users, or arrivals per second as text: as what was searched. */
export type CapacityFloor = number | `${number}/${'s' | 'm' | 'min' | 'h'}`

export function toHaveCapacityAbove(result: CapacityResult, limit: CapacityFloor): Verdict {
  const read = result.unit === 'rate' ? rateText : integer({ min: 0 })
  const { limit: value } = parseOptions('toHaveCapacityAbove', { limit }, object({ limit: read }))
  return judgeCapacity(result, value)
}

const rateText: Reader<number> = (found, at, problems) => {
  if (typeof found === 'string') return rate({ min: 0 })(found, at, problems)
  expected("a rate, as the search was one of rates, such as '500/s'", found, at, problems)
  return Number.NaN
}
