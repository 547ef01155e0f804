import { formatDuration, formatShare } from '../../core/format.ts'
import type { ResourceSeries } from '../../metrics/resources.ts'
import type { LoadResult } from '../../metrics/result.ts'
import { type Correlation, correlate } from '../../stats/correlation.ts'
import { ownTimeline } from '../../verdict/own-time.ts'
import type { Rule } from '../rule.ts'

/** From here on two things go together so closely that it is worth a word. */
const STRONG = 0.7
/** Each takes some milliseconds to compare, and many would find something by chance. */
const MOST_SERIES = 50

/** The resource with which the latency goes most closely, or which it follows. */
export const resourceCorrelation: Rule = (result) => {
  const latency = ownTimeline(result).flatMap(({ at, duration, p95 }) => {
    return p95 === undefined ? [] : [{ at: at + duration, value: p95 }]
  })
  let best: { readonly series: ResourceSeries; readonly found: Correlation } | undefined
  for (const series of candidates(result)) {
    const found = correlate(latency, series.points)
    if (found === undefined || found.coefficient < STRONG) continue
    if (best === undefined || found.coefficient > best.found.coefficient) best = { series, found }
  }
  if (best === undefined) return undefined
  const { series, found } = best
  const name = nameOf(series)
  const when = found.lag === 0 ? 'rises and falls with' : `follows, ${formatDuration(found.lag)} later,`
  return {
    code: 'latency-follows-resource',
    severity: 'info',
    message: `p95 ${when} ${name} (rank correlation ${formatShare(found.coefficient)})`,
    recommendation: `Look at ${name} first: it may be the cause, or both may have one`,
    metric: series.name,
  }
}

/** The server's and the machine's, and what the server tells of itself; rates in place of totals. */
function candidates({ resources }: LoadResult): readonly ResourceSeries[] {
  return resources.series
    .filter(({ source, name }) => source !== 'generator' && name !== 'core')
    .slice(0, MOST_SERIES)
    .flatMap((series) => (series.kind === 'counter' ? (series.rate ?? []) : series))
}

function nameOf({ source, name, kind, unit }: ResourceSeries): string {
  const figure = kind === 'span' && unit.endsWith('/s') ? `${name} per second` : name
  switch (source) {
    case 'server':
      return `the server's ${figure}`
    case 'system':
      return `the machine's ${figure}`
    case 'gpu':
      return `the GPU's ${figure}`
    case 'generator':
      return `the generator's ${figure}`
    case 'metrics':
      return `the server's metric ${figure}`
  }
}
