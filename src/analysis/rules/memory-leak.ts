import { formatDuration, formatSize } from '../../core/format.ts'
import { testLeak } from '../../stats/leak.ts'
import type { Rule } from '../rule.ts'

/** The server's memory grows steadily after the warm-up. */
export const memoryLeak: Rule = ({ resources }) => {
  const test = testLeak(resources.server.memory.points.filter(({ at }) => at >= 0))
  if (test.kind !== 'leak') return undefined
  const { from, to, time, slope, since } = test
  const grew = `from ${formatSize(from)} to ${formatSize(to)} in ${formatDuration(time)}`
  return {
    code: 'memory-leak',
    severity: 'problem',
    message: `The server's memory grew steadily, ${grew} (${formatSize(slope * 60)} a minute)`,
    recommendation: 'Compare two heap snapshots taken minutes apart, and run longer to see whether it ever ends',
    at: since,
    metric: 'memory',
  }
}
