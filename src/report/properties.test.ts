import { expect, it } from 'vitest'
import { createResult } from '../metrics/load-result.ts'
import { LoggingRecorder } from '../metrics/logging-recorder.fixture.ts'
import { facts } from '../metrics/samples.fixture.ts'
import { resultProperties } from './properties.ts'
import { shopResult } from './result.fixture.ts'

it('are the figures that a build server draws over time', () => {
  const result = shopResult({ warnings: [{ code: 'overridden', message: 'LOAD_VUS=1' }] })
  expect(Object.fromEntries(resultProperties(result, true).map(({ name, value }) => [name, value]))).toEqual({
    'load.outcome': 'completed',
    'load.requests': '6000',
    'load.failed': '36',
    'load.rate': expect.stringMatching(/^\d+\.\d+$/),
    'load.mean': '99.853',
    'load.p50': '70.015',
    'load.p95': '115.007',
    'load.p99': '119.039',
    'load.max': '30000',
    'load.warning.overridden': 'LOAD_VUS=1',
  })
})

it('are named after the result where a test has several, and are none where there is no figure', () => {
  const empty = createResult(
    facts({ name: 'before' }),
    new LoggingRecorder({ stages: [{ name: '', start: 0, end: 1 }] }).finish(1),
  )
  expect(resultProperties(empty, false).map(({ name }) => name)).toEqual([
    'load.before.outcome',
    'load.before.requests',
    'load.before.failed',
    'load.before.rate',
  ])
})
