import { formatDuration, formatShare } from '../../core/format.ts'
import { formatMoment } from '../../core/format-moment.ts'
import type { LoadResult } from '../../metrics/result.ts'
import { changePointOf } from '../../stats/change-point.ts'
import { medianOf, pointsIn, type Series, valuesOf } from '../../stats/series.ts'
import { ownTimeline } from '../../verdict/own-time.ts'
import type { Rule } from '../rule.ts'

/** How many times what it was before, and by how many milliseconds, p95 must have risen. */
const TIMES = 1.5
const NOTICEABLE = 5
/** Users may have grown by this without being the reason. */
const SAME_USERS = 1.2
/** CPU from which on it may be why: most of a core, or of the machine. */
const BUSY = 0.9

/** p95 went up for good, and since when. */
export const latencyRose: Rule = (result) => {
  const timeline = ownTimeline(result)
  const change = changePointOf(timeline.flatMap(({ at, p95 }) => (p95 === undefined ? [] : [{ at, value: p95 }])))
  if (change === undefined) return undefined
  const { at, before, after } = change
  if (after < TIMES * before || after - before < NOTICEABLE) return undefined
  const users: Series = timeline.map((point) => ({ at: point.at, value: point.vus }))
  const usersBefore = medianOf(valuesOf(pointsIn(users, Number.NEGATIVE_INFINITY, at)))
  const usersAfter = medianOf(valuesOf(pointsIn(users, at, Number.POSITIVE_INFINITY)))
  const grew = result.model === 'closed' && usersAfter > SAME_USERS * usersBefore
  const rose = `p95 rose from ${formatDuration(before)} to ${formatDuration(after)} at ${formatMoment(at)}`
  return {
    code: 'latency-rose',
    severity: grew ? 'info' : 'warning',
    message: `${rose}${meanwhile(result, at, grew)}`,
    recommendation: grew
      ? 'Compare the stages with each other: more users wait longer for what is shared'
      : "Look at what happened at that moment in the server's log, and whether memory, queues or data grow",
    at,
    metric: 'p95',
  }
}

function meanwhile({ resources }: LoadResult, at: number, grew: boolean): string {
  for (const [name, series] of [
    ["the server's CPU", resources.server.cpu],
    ["the machine's CPU", resources.system.cpu],
  ] as const) {
    const before = medianOf(valuesOf(pointsIn(series.points, 0, at)))
    const after = medianOf(valuesOf(pointsIn(series.points, at, Number.POSITIVE_INFINITY)))
    if (after >= BUSY && after > before * 1.05) return ` while ${name} reached ${formatShare(after)}`
  }
  return grew ? ' while users became more' : ''
}
