import { formatMetric } from '../baseline/metric-change.ts'
import { type Trend, type TrendChange, type TrendRun, trendFigure, trendMetrics } from '../baseline/trend.ts'
import { baselineCells, baselineTitles } from './baselines-markdown.ts'
import { printable } from './printable.ts'
import { resultTitle } from './result-title.ts'
import { textSparkline } from './text-sparkline.ts'

/** A metric over the runs of a trend, in a line. */
export interface DrawnMetric {
  readonly metric: string
  readonly drawing: string
  /** `115 ms, from 98 ms to 150 ms`. */
  readonly figures: string
}

/** The metrics that a trend has figures of, drawn. */
export function drawnMetrics({ runs }: Trend): readonly DrawnMetric[] {
  return trendMetrics.flatMap((metric) => {
    const values = runs.map((run) => trendFigure(metric, run))
    const known = values.filter((value) => value !== undefined)
    const last = values.at(-1)
    if (known.length === 0) return []
    const show = (value: number): string => formatMetric(metric, value)
    const [least, most] = [Math.min(...known), Math.max(...known)].map(show)
    const now = last === undefined ? 'none in the last run' : show(last)
    return [{ metric, drawing: textSparkline(values), figures: least === most ? now : `${now}, from ${least} to ${most}` }]
  })
}

/** The titles of a table of runs, without that of their start. */
export const runTitles: readonly string[] = baselineTitles

/** A run's figures as text, its start first. */
export function runCells(run: TrendRun): readonly string[] {
  return [shownTime(run.startedAt), ...baselineCells(run)]
}

/** What a trend is of: the test, and the result where it is called otherwise. */
export function trendTitle({ test, result }: Trend): string {
  return resultTitle(test, result)
}

/** `p95 120 ms → 150 ms (+25 %) since 2026-03-14 09:45 UTC`. */
export function changeLine({ sentence, startedAt }: TrendChange): string {
  return `${sentence} since ${shownTime(startedAt)} UTC`
}

/** A whole sentence about runs that are not shown; nothing where there are none. */
export function othersLine({ others }: Trend): string | undefined {
  if (others === 0) return undefined
  return `${others === 1 ? '1 run' : `${others} runs`} under other conditions (profile, scale or machine) left out`
}

function shownTime(startedAt: string): string {
  return printable(startedAt.slice(0, 16)).replace('T', ' ')
}
