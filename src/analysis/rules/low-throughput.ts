import { formatCount, formatRate } from '../../core/format.ts'
import type { LoadResult, TimelinePoint } from '../../metrics/result.ts'
import { medianOf } from '../../stats/series.ts'
import { ownTimeline } from '../../verdict/own-time.ts'
import type { Rule } from '../rule.ts'

/** Users must have grown by so much, and throughput by less. */
const MORE_USERS = 1.5
const MORE_THROUGHPUT = 1.1
/** Steps of the time line at the least and at the most users. */
const LEAST_STEPS = 3

/** More users did not get more done. */
export const lowThroughput: Rule = (result) => {
  const [few, many] = extremes(result)
  if (few === undefined || many === undefined || many.vus < MORE_USERS * few.vus) return undefined
  if (few.throughput === 0 || many.throughput > MORE_THROUGHPUT * few.throughput) return undefined
  const rates = `${formatRate(few.throughput)} with ${formatCount(few.vus)} users and ${formatRate(many.throughput)} with ${formatCount(many.vus)}`
  return {
    code: 'low-throughput',
    severity: 'warning',
    message: `Throughput did not grow with the users: ${rates}`,
    recommendation: 'Find what is used up (CPU, a pool of connections, a lock), or add another instance of the server',
    metric: 'throughput',
  }
}

interface Level {
  readonly vus: number
  readonly throughput: number
}

/** Typical steps with few and with many users; of the open model users say nothing. */
function extremes(result: LoadResult): readonly [Level?, Level?] {
  const steps = ownTimeline(result).filter(({ vus }) => vus > 0)
  if (result.model === 'open' || steps.length < 2 * LEAST_STEPS) return []
  const sorted = steps.toSorted((one, other) => one.vus - other.vus)
  const third = Math.max(LEAST_STEPS, Math.floor(steps.length / 3))
  return [levelOf(sorted.slice(0, third)), levelOf(sorted.slice(-third))]
}

function levelOf(steps: readonly TimelinePoint[]): Level {
  return { vus: medianOf(steps.map(({ vus }) => vus)), throughput: medianOf(steps.map(({ throughput }) => throughput)) }
}
