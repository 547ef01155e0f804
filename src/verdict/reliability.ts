import { formatCount } from '../core/format.ts'
import { plural } from './sentence.ts'

/** A warning about a percentile of fewer than 10 / (1 − q) values, or `undefined`: fewer than ten of them would lie above it. */
export function smallSample(name: string, percent: number, count: number): string | undefined {
  if (percent >= 100) return undefined
  // The tolerance keeps p99.9 at 10,000: in floating point it is a hair above.
  const reliable = Math.ceil(1000 / (100 - percent) - 1e-6)
  if (count >= reliable) return undefined
  return `${name} of only ${plural(count, 'request')}; ${formatCount(reliable)} or more make it reliable`
}
