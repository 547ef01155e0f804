import { expected, object, oneOf, optional, parseOptions, type Reader, share } from '../../core/options.ts'
import type { Measurement } from '../../metrics/result.ts'
import { cpuUse } from '../../verdict/cpu.ts'
import { judge } from '../../verdict/judge.ts'
import { type ResourceOwner, resourceOwners } from '../../verdict/resource-owner.ts'
import type { Verdict } from '../../verdict/verdict.ts'

export interface CpuOptions {
  /** Whose CPU. @default 'server' */
  readonly of?: ResourceOwner
}

export function toHaveCpuBelow(measurement: Measurement, limit: number | `${number}%`, options?: CpuOptions): Verdict {
  const parsed = parseOptions('toHaveCpuBelow', { limit, options }, readCpu)
  return judge(cpuUse(measurement, parsed.options.of), { kind: 'below', value: parsed.limit })
}

const readFields = object({
  limit: share({ above: 0 }),
  options: object({ of: optional(oneOf(...resourceOwners), 'server' as const) }),
})

const readCpu: Reader<ReturnType<typeof readFields>> = (found, at, problems) => {
  const read = readFields(found, at, problems)
  if (read.options.of === 'system' && read.limit > 1) {
    expected('at most 100 %, which is all cores of the system', (found as { limit: unknown }).limit, 'limit', problems)
  }
  return read
}
