import type { Interval, RequestSeries } from '../metrics/interval.ts'
import { isSelected } from '../metrics/records.ts'
import type { LoadResult } from '../metrics/result.ts'
import { restoreIntervals } from '../metrics/stored-result.ts'
import { type Distribution, mergeDistributions } from '../stats/histogram.ts'
import { percentilesOf } from '../stats/summary.ts'
import { csvLines } from './csv.ts'
import { AGGREGATED, LOCUST_PERCENTS, PERCENT_TITLES } from './locust-columns.ts'

const TITLES = [
  'Timestamp',
  'User Count',
  'Type',
  'Name',
  'Requests/s',
  'Failures/s',
  ...PERCENT_TITLES,
  'Total Request Count',
  'Total Failure Count',
  'Total Median Response Time',
  'Total Average Response Time',
  'Total Min Response Time',
  'Total Max Response Time',
  'Total Average Content Size',
]

/** What was measured from the beginning until now. */
interface Totals {
  requests: number
  failed: number
  received: number
  latency: Distribution | undefined
}

/**
 * A result over time in the columns of Locust's `_stats_history.csv`: a line for each interval, with its rates and percentiles, as Locust
 * writes them with `--csv-full-history`, and the totals until then. Timestamps in seconds since 1970, times in milliseconds.
 */
export function statsHistoryCsv(result: LoadResult): string {
  const started = Date.parse(result.startedAt)
  const totals: Totals = { requests: 0, failed: 0, received: 0, latency: undefined }
  const rows = restoreIntervals(result.toJSON()).map((interval) => historyRow(interval, started, totals))
  return csvLines([TITLES, ...rows])
}

function historyRow({ start, end, vus, requests }: Interval, started: number, totals: Totals): (string | number | undefined)[] {
  const seconds = (end - start) / 1000
  const all = requests.filter((series) => isSelected(series, {}))
  const failed = sum(all, (series) => series.failed)
  const ended = failed + sum(all, (series) => series.succeeded)
  const latencies = all.flatMap(({ latency }) => latency ?? [])
  totals.requests += ended
  totals.failed += failed
  totals.received += sum(all, (series) => series.received)
  totals.latency = mergeDistributions([...(totals.latency === undefined ? [] : [totals.latency]), ...latencies])
  return [
    Math.floor((started + end) / 1000),
    vus,
    '',
    AGGREGATED,
    seconds === 0 ? undefined : ended / seconds,
    seconds === 0 ? undefined : failed / seconds,
    ...percentilesOf(latencies, LOCUST_PERCENTS),
    totals.requests,
    totals.failed,
    ...totalTimes(totals.latency),
    totals.requests === 0 ? undefined : totals.received / totals.requests,
  ]
}

/** Median, mean, minimum and maximum. */
function totalTimes(latency: Distribution | undefined): (number | undefined)[] {
  if (latency === undefined) return [undefined, undefined, undefined, undefined]
  const { count, sum, min, max } = latency
  return [percentilesOf([latency], [50])[0], sum / count / 1000, min / 1000, max / 1000]
}

function sum(all: readonly RequestSeries[], pick: (series: RequestSeries) => number): number {
  return all.reduce((total, series) => total + pick(series), 0)
}
