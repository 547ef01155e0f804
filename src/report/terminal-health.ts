import { formatDuration, formatShare } from '../core/format.ts'
import type { GeneratorHealth } from '../metrics/generator-health.ts'
import type { Paint } from './paint.ts'

/** How the generator did, in one line; none where nobody watched it. */
export function formatHealth({ busy, loopDelay, scheduleLag, gc }: GeneratorHealth, paint: Paint): string[] {
  if (busy === undefined) return []
  const parts = [`${formatShare(busy)} busy`]
  if (loopDelay.p99 !== undefined) parts.push(`event loop p99 ${formatDuration(loopDelay.p99)} late`)
  if (scheduleLag.p99 !== undefined) parts.push(`starts p99 ${formatDuration(scheduleLag.p99)} late`)
  if (gc.count > 0) parts.push(`longest pause ${formatDuration(gc.longest)}`)
  return [`${paint('dim', 'generator')}   ${parts.join(', ')}`]
}
