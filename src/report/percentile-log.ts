import type { LatencySummary } from '../stats/summary.ts'

/** Steps in each halving of the distance to 100 %, as HdrHistogram's own tools take them. */
const STEPS_PER_HALVING = 5

/**
 * A distribution in HdrHistogram's percentile format (`.hgrm`), in milliseconds: what its plotter at
 * hdrhistogram.github.io/HdrHistogram/plotFiles.html reads.
 */
export function percentileLog(latency: LatencySummary): string {
  const { count, mean, stddev, max } = latency
  const rows = count === 0 ? [] : levels(count).map((level) => row(latency, level))
  return [
    '       Value     Percentile TotalCount 1/(1-Percentile)',
    '',
    ...rows,
    `#[Mean    = ${figure(mean)}, StdDeviation   = ${figure(stddev)}]`,
    `#[Max     = ${figure(max)}, Total count    = ${String(count).padStart(12)}]`,
    '',
  ].join('\n')
}

function row(latency: LatencySummary, level: number): string {
  const time = latency.percentile(level * 100) ?? 0
  const upTo = latency.count - latency.countAbove(time)
  const cells = [time.toFixed(3).padStart(12), level.toFixed(12), String(upTo).padStart(10)]
  return level === 1 ? cells.join(' ') : [...cells, (1 / (1 - level)).toFixed(2).padStart(14)].join(' ')
}

/** From 0 to the level beyond which there is but the slowest value, and 1. */
function levels(count: number): number[] {
  const found: number[] = []
  for (let step = 0; ; step += 1) {
    const left = 2 ** -Math.floor(step / STEPS_PER_HALVING)
    const level = 1 - left + (left / 2) * ((step % STEPS_PER_HALVING) / STEPS_PER_HALVING)
    if (level > 1 - 1 / count) return [...found, 1]
    found.push(level)
  }
}

function figure(value: number | undefined): string {
  return (value ?? 0).toFixed(3).padStart(12)
}
