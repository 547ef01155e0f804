import type { LoadResult, Measurement } from '../metrics/result.ts'
import { csvLines } from './csv.ts'
import { AGGREGATED, methodAndName, PERCENT_TITLES, percentilesIn } from './locust-columns.ts'

const TITLES = [
  'Type',
  'Name',
  'Request Count',
  'Failure Count',
  'Median Response Time',
  'Average Response Time',
  'Min Response Time',
  'Max Response Time',
  'Average Content Size',
  'Requests/s',
  'Failures/s',
  ...PERCENT_TITLES,
]

/**
 * The endpoints of a result in the columns of Locust's `_stats.csv`, with the sum of all as the last line. Times in milliseconds, of
 * successes and time-outs.
 */
export function statsCsv(result: LoadResult): string {
  const endpoints = result.endpoints.map((endpoint) => ({
    of: methodAndName(endpoint),
    measured: result.endpoint(endpoint),
  }))
  endpoints.sort(({ of: [method, name] }, { of: [otherMethod, otherName] }) =>
    name === otherName ? compare(method, otherMethod) : compare(name, otherName),
  )
  const rows = endpoints.map(({ of: [method, name], measured }) => statsRow(method, name, measured))
  return csvLines([TITLES, ...rows, statsRow('', AGGREGATED, result)])
}

function statsRow(method: string, name: string, measured: Measurement): (string | number | undefined)[] {
  const { requests, latency, bytes, duration } = measured
  const ended = requests.succeeded + requests.failed
  const seconds = duration / 1000
  return [
    method,
    name,
    ended,
    requests.failed,
    latency.p50,
    latency.mean,
    latency.min,
    latency.max,
    ended === 0 ? undefined : bytes.received / ended,
    seconds === 0 ? undefined : ended / seconds,
    seconds === 0 ? undefined : requests.failed / seconds,
    ...percentilesIn(latency),
  ]
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other)
}
