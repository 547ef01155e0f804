import { formatShare, formatSize } from '../../core/format.ts'
import type { Rule } from '../rule.ts'

/** Share of the machine's memory from which on there is no room left. */
const FULL = 0.95
/** Bytes of swap that may come into use by themselves. */
const SOME_SWAP = 64 * 1024 ** 2

/** The machine has no memory left, or pushes it out to disk. */
export const memoryBound: Rule = ({ resources, environment }) => {
  const { memory, swap } = resources.system
  const base = { code: 'memory-bound', severity: 'warning' } as const
  if (swap.increase !== undefined && swap.increase > SOME_SWAP) {
    return {
      ...base,
      message: `The machine began to swap: ${formatSize(swap.increase)} more at the end`,
      recommendation: 'Give it more memory, or limit caches and heaps: what is swapped is a thousand times slower',
      metric: 'swap',
    }
  }
  if (memory.max === undefined || !(environment.memory > 0) || memory.max < FULL * environment.memory) return undefined
  return {
    ...base,
    message: `The machine's memory was full: ${formatShare(Math.min(1, memory.max / environment.memory))} of ${formatSize(environment.memory)} in use`,
    recommendation: 'Give it more memory, or limit caches and heaps',
    metric: 'memory',
  }
}
