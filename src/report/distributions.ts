import type { LatencySummary } from '../stats/summary.ts'
import type { HistogramBins, PercentileCurve } from './model.ts'
import { rounded } from './rounded.ts'

/** Steps in each halving of the distance to 100 %, as in HDR's own percentile logs. */
const STEPS_PER_HALVING = 5
const LAST_PERCENT = 99.99
const BINS = 48
/** Times are known to three significant digits: bins that are narrower would show the histogram's cells instead of the times. */
const NARROWEST_RATIO = 1.01
/** Times from here on down share the first bin. */
const SHORTEST = 0.01

/** The curve of a distribution up to 99.99 %, or to the percentile that the slowest value is. */
export function percentileCurve(summary: LatencySummary): PercentileCurve {
  const percents = summary.count === 0 ? [] : percentsOf(summary.count)
  return { percents, times: percents.map((percent) => rounded(summary.percentile(percent) ?? 0)) }
}

/** How many values there are in bins of equal ratio, from the shortest to the longest time. */
export function histogramBins(summary: LatencySummary): HistogramBins {
  const { count, min, max } = summary
  if (count === 0 || min === undefined || max === undefined) return { from: 1, ratio: 1, counts: [] }
  // A little below the shortest, which is then in the first bin.
  const from = Math.max(SHORTEST, min * 0.999)
  const span = Math.max(max, from) / from
  const bins = Math.max(1, Math.min(BINS, Math.ceil(Math.log(span) / Math.log(NARROWEST_RATIO))))
  const ratio = Math.max(NARROWEST_RATIO, span ** (1 / bins))
  const counts: number[] = []
  let above = count
  for (let bin = 1; bin <= bins; bin += 1) {
    const next = bin === bins ? 0 : summary.countAbove(from * ratio ** bin)
    counts.push(above - next)
    above = next
  }
  return { from, ratio, counts }
}

function percentsOf(count: number): number[] {
  const last = Math.min(LAST_PERCENT, 100 * (1 - 1 / count))
  const percents: number[] = []
  for (let step = 0; ; step += 1) {
    const halvings = Math.floor(step / STEPS_PER_HALVING)
    const left = 2 ** -halvings
    const percent = 100 * (1 - left + (left / 2) * ((step % STEPS_PER_HALVING) / STEPS_PER_HALVING))
    if (percent >= last) break
    percents.push(Number(percent.toFixed(4)))
  }
  return [...percents, Number(last.toFixed(4))]
}
