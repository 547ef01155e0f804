import { object, oneOf, optional, parseOptions } from '../../core/options.ts'
import type { Share } from '../../core/units.ts'
import type { Measurement } from '../../metrics/result.ts'
import { judge } from '../../verdict/judge.ts'
import { judgeStableMemory, memoryGrowth } from '../../verdict/memory.ts'
import { type ResourceOwner, resourceOwners } from '../../verdict/resource-owner.ts'
import type { Verdict } from '../../verdict/verdict.ts'
import { shareToStayBelow } from './readers.ts'

export interface MemoryOptions {
  /** Whose memory. @default 'server' */
  readonly of?: ResourceOwner
}

export function toHaveMemoryGrowthBelow(measurement: Measurement, limit: Share, options?: MemoryOptions): Verdict {
  const parsed = parseOptions('toHaveMemoryGrowthBelow', { limit, options }, object({ limit: readLimit, options: readOwner }))
  return judge(memoryGrowth(measurement, parsed.options.of), { kind: 'below', value: parsed.limit })
}

export function toHaveStableMemory(measurement: Measurement, options?: MemoryOptions): Verdict {
  const parsed = parseOptions('toHaveStableMemory', { options }, object({ options: readOwner }))
  return judgeStableMemory(measurement, parsed.options.of)
}

const readLimit = shareToStayBelow('for no steady growth use toHaveStableMemory()')
const readOwner = object({ of: optional(oneOf(...resourceOwners), 'server' as const) })
