import { expect, it } from 'vitest'
import { createResult } from '../metrics/load-result.ts'
import { LoggingRecorder } from '../metrics/logging-recorder.fixture.ts'
import type { LoadResult } from '../metrics/result.ts'
import type { RequestSample } from '../metrics/sample.ts'
import { facts, sample } from '../metrics/samples.fixture.ts'
import { formatFailed, formatPercentile, measurementRow } from './measurement-row.ts'

function measured(samples: readonly RequestSample[]): LoadResult {
  const recorder = new LoggingRecorder({ stages: facts().stages })
  for (const one of samples) recorder.scope('a scenario', 0).request(one)
  return createResult(facts(), recorder.finish(10_000))
}

const timeout = { category: 'timeout', message: 'no response within 30 s' } as const

it('shows figures in their own units, and rates below one per second per minute', () => {
  const result = measured([sample({ end: 1000, latency: 82_000 }), sample({ end: 2000, latency: 0.2 })])
  expect(measurementRow('total', result)).toEqual(['total', '2', '0', '12/min', '41 s', '0.2 ms', '82 s', '82 s', '82 s'])
})

it('shows a dash where there is no figure', () => {
  expect(measurementRow('total', measured([]))).toEqual(['total', '0', '0', '0/s', '–', '–', '–', '–', '–'])
})

it('makes failures stand out', () => {
  expect(formatFailed(0)).toBe('0')
  expect(formatFailed(1200)).toEqual({ text: '1,200', style: 'red' })
})

it('marks percentiles that are time-outs as a lower bound', () => {
  const fast = Array.from({ length: 96 }, (_, index) => sample({ end: index, latency: 10 }))
  const given = Array.from({ length: 4 }, () => sample({ end: 9000, latency: 30_000, outcome: 'failed', failure: timeout }))
  const result = measured([...fast, ...given])
  expect(formatPercentile(result, 95)).toBe('10 ms')
  expect(formatPercentile(result, 96)).toBe('10 ms')
  expect(formatPercentile(result, 97)).toBe('> 30 s')
  expect(formatPercentile(result, 100)).toBe('> 30 s')
})
