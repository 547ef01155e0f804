import { formatCount } from '../core/format.ts'
import { summarizeHealth } from '../metrics/generator-health.ts'
import type { Interval } from '../metrics/interval.ts'
import type { Warning } from '../metrics/outcome.ts'
import { Records } from '../metrics/records.ts'
import { summarize } from '../stats/summary.ts'
import { blameGenerator } from '../verdict/fitness.ts'

/** What the generator's own health says of a run of so many milliseconds, and what to do. */
export function warningsOfHealth(intervals: readonly Interval[], duration: number): Warning[] {
  const records = new Records(intervals)
  const spans = [{ start: 0, end: duration }]
  const health = summarizeHealth(records.health(spans), records.iterations({}), records.vus(spans))
  const blame = blameGenerator({ health, latency: summarize(records.requests({})?.latency), duration })
  const warnings: Warning[] = []
  if (blame !== undefined) {
    warnings.push({ code: 'generator-unfit', message: `${capitalized(blame)}. Latency and throughput may be its own` })
  }
  const { offered, achieved } = health.starts
  if (achieved < offered) {
    const dropped = `${formatCount(offered - achieved)} of ${formatCount(offered)} iterations were dropped`
    const advice = blame === undefined ? 'see why the target is slow, or raise `maxVus`' : 'give the generator more room first'
    warnings.push({ code: 'iterations-dropped', message: `${dropped}, because no user was free: ${advice}` })
  }
  return warnings
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
