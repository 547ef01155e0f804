import { createBaseline } from '../baseline/create-baseline.ts'
import { slowerSeries } from '../baseline/trend.fixture.ts'
import { trendOf } from '../baseline/trend.ts'
import type { NotedVerdict } from '../verdict/noted.ts'
import { createReport } from './create-report.ts'
import { describeBaseline } from './describe-baseline.ts'
import { describeResult, type ResultExtras } from './describe-result.ts'
import { describeTrend } from './describe-trend.ts'
import type { Report, ResourceSeries } from './model.ts'
import { abortedResult, emptyResult, soakResult, spikeResult } from './sample-runs.fixture.ts'

/** A report with one of each: a spike with errors and all extras, a calm soak, an aborted load, an empty one, a ladder, a test without a load. */
export function sampleReport(): Report {
  return createReport(
    [
      {
        name: 'checkout > shoppers keep their p99 through the peak',
        state: 'failed',
        results: [describeResult(spikeResult({ slowness: 1.3 }), spikeExtras())],
        verdicts: [
          verdict(
            'toHaveP99Below',
            'fail',
            'GET /orders/:id in peak: p99 was 1.21 s, expected below 300 ms (9,120 requests, 412 failed)',
          ),
          verdict('toHaveErrorRateBelow', 'pass', 'all requests in recovery: 0.4 % failed, expected below 2 % (2,640 requests)'),
          {
            ...verdict(
              'toMeet',
              'pass',
              'shopper: p95 was 130 ms, target 120 ms, acceptable 150 ms\nshopper: mean was 81 ms, target from 75 ms to 90 ms',
            ),
            warning: 'past the target, still acceptable',
          },
          verdict(
            'toIncrease',
            'inconclusive',
            'shopper: the generator was busy 97 % of the time, so this proves nothing; use more threads',
          ),
        ],
      },
      {
        name: 'soak > five users for ten minutes',
        state: 'passed',
        results: [{ ...describeResult(soakResult()), history: describeTrend(trendOf(slowerSeries())) }],
        verdicts: [
          verdict(
            'toHaveSuccessRateAbove',
            'pass',
            'five users for ten minutes: 100 % succeeded, expected above 99.9 % (15,000 requests)',
          ),
        ],
      },
      {
        name: 'the shop holds 50 users',
        state: 'failed',
        results: [describeResult(abortedResult())],
        verdicts: [],
      },
      { name: 'a load that never began', state: 'skipped', results: [describeResult(emptyResult())], verdicts: [] },
      {
        name: 'ladder',
        state: 'passed',
        results: [10, 50, 100].map((calls) => describeResult(soakResult(`ladder (${calls})`, 30_000))),
        verdicts: [],
      },
      { name: 'fails before it loads', state: 'failed', results: [], verdicts: [] },
    ],
    { createdAt: new Date('2026-03-14T09:45:00.000Z') },
  )
}

function spikeExtras(): ResultExtras {
  return {
    baseline: { ...describeBaseline(createBaseline(spikeResult(), { test: 'spike', name: 'spike' })), name: 'main' },
    events: [
      { at: 110_000, name: 'connection pool is full' },
      { at: 140_000, name: 'server killed and restarted' },
    ],
    findings: [
      {
        code: 'errors-http-5xx',
        severity: 'critical',
        message: '4.1 % of the requests in peak were answered with status 503.',
        recommendation:
          'Raise the size of the database pool, or shed load before it is full: the answers say that no connection was left.',
      },
      {
        code: 'p99-far-above-p50',
        severity: 'warning',
        message: 'p99 is 28 times the p50.',
        recommendation: 'Look for what some requests wait for: locks, a pool, garbage collection.',
      },
    ],
    resources: [
      resource('server', 'CPU', 'share', (t) => (t > 60 && t < 180 ? 0.93 + 0.05 * Math.sin(t) : 0.2 + 0.04 * Math.sin(t / 3))),
      resource('machine', 'CPU', 'share', (t) => (t > 60 && t < 180 ? 0.61 + 0.03 * Math.sin(t) : 0.15)),
      resource('server', 'Memory', 'bytes', (t) => (180 + t * 0.4 + (t > 60 ? 90 : 0)) * 1024 ** 2),
      resource('server', 'db_pool_waiting', 'count', (t) => (t > 100 && t < 185 ? Math.round(40 + 30 * Math.sin(t / 5)) : 0)),
    ],
  }
}

function resource(source: string, name: string, unit: ResourceSeries['unit'], value: (second: number) => number): ResourceSeries {
  const seconds = Array.from({ length: 150 }, (_, index) => index * 2)
  return { source, name, unit, at: seconds.map((second) => second * 1000), values: seconds.map(value) }
}

function verdict(matcher: string, state: NotedVerdict['state'], message: string): NotedVerdict {
  return { matcher, negated: false, state, message }
}
