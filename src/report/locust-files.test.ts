import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { createResult } from '../metrics/load-result.ts'
import { LoggingRecorder } from '../metrics/logging-recorder.fixture.ts'
import { facts, sample } from '../metrics/samples.fixture.ts'
import { failuresCsv } from './failures-csv.ts'
import { shopResult } from './result.fixture.ts'
import { statsCsv } from './stats-csv.ts'
import { statsHistoryCsv } from './stats-history-csv.ts'

const PERCENTS = '50%,66%,75%,80%,90%,95%,98%,99%,99.9%,99.99%,100%'

function rowsOf(csv: string): Record<string, string>[] {
  return parse(csv, { columns: true }) as Record<string, string>[]
}

function emptyResult() {
  const stages = [{ name: '', start: 0, end: 10_000 }]
  return createResult(facts(), new LoggingRecorder({ stages }).finish(10_000))
}

describe('_stats.csv', () => {
  it('has the header of Locust 2.47', () => {
    expect(statsCsv(shopResult()).split('\r\n')[0]).toBe(
      `Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,Max Response Time,Average Content Size,Requests/s,Failures/s,${PERCENTS}`,
    )
  })

  it('has a line for each endpoint, and Aggregated last', async () => {
    await expect(statsCsv(shopResult())).toMatchFileSnapshot('golden/shop_stats.csv')
  })

  it('has no figures where there are none', () => {
    const [row] = rowsOf(statsCsv(emptyResult()))
    expect(row).toMatchObject({ Name: 'Aggregated', 'Request Count': '0', 'Median Response Time': 'N/A', '99.9%': 'N/A' })
  })

  it('never calls an endpoint fast that fails fast', () => {
    const recorder = new LoggingRecorder({ stages: [{ name: '', start: 0, end: 10_000 }] })
    recorder.scope('s', 0).request(sample({ end: 5, latency: 1, outcome: 'failed' }))
    const [row] = rowsOf(statsCsv(createResult(facts(), recorder.finish(10_000))))
    expect(row).toMatchObject({
      Type: 'GET',
      Name: '/health',
      'Request Count': '1',
      'Failure Count': '1',
      'Average Response Time': 'N/A',
    })
  })
})

describe('_stats_history.csv', () => {
  it('has the header of Locust 2.47', () => {
    expect(statsHistoryCsv(shopResult()).split('\r\n')[0]).toBe(
      `Timestamp,User Count,Type,Name,Requests/s,Failures/s,${PERCENTS},Total Request Count,Total Failure Count,Total Median Response Time,Total Average Response Time,Total Min Response Time,Total Max Response Time,Total Average Content Size`,
    )
  })

  it('has a line for each second, whose totals end as those of the result', () => {
    const result = shopResult()
    const rows = rowsOf(statsHistoryCsv(result))
    expect(rows[0]).toMatchObject({
      Timestamp: String(Date.parse(result.startedAt) / 1000 + 1),
      Name: 'Aggregated',
      'Total Request Count': rows[0]?.['Requests/s'],
    })
    const last = rows.at(-1) ?? {}
    expect(Number(last['Total Request Count'])).toBe(result.requests.total)
    expect(Number(last['Total Failure Count'])).toBe(result.requests.failed)
    expect(Number(last['Total Median Response Time'])).toBeCloseTo(result.latency.p50 ?? 0, 3)
    expect(Number(last['Total Average Response Time'])).toBeCloseTo(result.latency.mean ?? 0, 2)
    expect(Number(last['Total Max Response Time'])).toBeCloseTo(result.latency.max ?? 0, 2)
    expect(rows.length).toBe(result.timeline.length)
  })

  it('has percentiles of each second alone', () => {
    const result = shopResult()
    const rows = rowsOf(statsHistoryCsv(result))
    expect(rows.map((row) => row['95%'])).toEqual(
      result.timeline.map(({ p95 }) => (p95 === undefined ? 'N/A' : String(Math.round(p95 * 1000) / 1000))),
    )
  })
})

describe('_failures.csv', () => {
  it('has a line for each kind, the most frequent first, with when it was seen', async () => {
    await expect(failuresCsv(shopResult())).toMatchFileSnapshot('golden/shop_failures.csv')
  })

  it('has but its header where nothing failed', () => {
    expect(failuresCsv(emptyResult())).toBe('Method,Name,Error,Occurrences,First Seen,Last Seen\r\n')
  })
})
