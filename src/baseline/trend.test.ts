import { expect, it } from 'vitest'
import { createResult } from '../metrics/load-result.ts'
import { LoggingRecorder } from '../metrics/logging-recorder.fixture.ts'
import { facts } from '../metrics/samples.fixture.ts'
import { historyRunOf } from './history-run.ts'
import { slowerSeries } from './trend.fixture.ts'
import { trendOf } from './trend.ts'

it('says since when a test is slower, and of nothing else that it changed', () => {
  const { changes } = trendOf(slowerSeries())
  expect(changes).toEqual([
    {
      metric: 'p95',
      startedAt: '2026-03-21T02:17:00.000Z',
      before: 101,
      after: 151,
      sentence: 'p95 101 ms → 151 ms (+49.5 %)',
    },
  ])
})

it('passes over runs without a figure', () => {
  const series = slowerSeries()
  const runs = series.runs.map((run, night) => (night % 5 === 0 ? { ...run, figures: { requests: 0, failures: 0 } } : run))
  expect(trendOf({ ...series, runs }).changes).toMatchObject([{ metric: 'p95', startedAt: '2026-03-22T02:17:00.000Z' }])
})

it('keeps a result under its conditions, as a database gives its names back', () => {
  const result = (given = {}) => createResult(facts(given), new LoggingRecorder({ stages: facts().stages }).finish(10_000))
  expect(historyRunOf('a.test.ts', 'a \ud800 \0 test', result({ scale: 0.1 }))).toMatchObject({
    test: 'a \ufffd \ufffd test',
    result: 'a run',
    conditions: '1 user for 10 s · at a scale of 0.1 · 2 × a CPU',
    startedAt: '2026-01-01T00:00:00.000Z',
    figures: { requests: 0, failures: 0 },
  })
  expect(historyRunOf('a.test.ts', 'a', result({ outcome: { state: 'aborted', reason: 'x', at: 1 } }))).toBeUndefined()
})
