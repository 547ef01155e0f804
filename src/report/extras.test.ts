import { expect, it } from 'vitest'
import { createResult } from '../metrics/load-result.ts'
import { LoggingRecorder } from '../metrics/logging-recorder.fixture.ts'
import type { StoredSeries } from '../metrics/resources.ts'
import { facts } from '../metrics/samples.fixture.ts'
import { extrasOf } from './extras.ts'
import { shopResult } from './result.fixture.ts'

function resultWith(...series: Partial<StoredSeries>[]) {
  const intervals = new LoggingRecorder({ stages: [{ name: '', start: 0, end: 10_000 }] }).finish(10_000)
  const one: StoredSeries = {
    source: 'server',
    name: 'cpu',
    labels: {},
    unit: 'cores',
    kind: 'span',
    points: [
      [0, 1],
      [1000, 3],
    ],
  }
  return createResult(facts(), intervals, {
    series: series.map((given) => ({ ...one, ...given })),
    marks: [{ at: 5, until: 5, source: 'server', message: 'process 12 ended' }],
  })
}

it.each([
  [{}, { source: 'server', name: 'CPU', unit: 'share', values: [1, 3] }],
  [
    { source: 'system', unit: 'share' },
    { source: 'machine', name: 'CPU', unit: 'share' },
  ],
  [
    { source: 'system', name: 'core', labels: { core: '2' }, unit: 'share' },
    { source: 'machine core=2', name: 'CPU, each core' },
  ],
  [
    { name: 'memory', unit: 'bytes', kind: 'gauge' },
    { name: 'Memory', unit: 'bytes', values: [1, 3] },
  ],
  [
    { source: 'metrics', name: 'http_requests_total', unit: '', kind: 'counter', labels: { route: '/a' } },
    { source: 'metrics route=/a', name: 'http_requests_total', unit: 'per second', at: [1000], values: [2] },
  ],
  [
    { source: 'metrics', name: 'wait', unit: 's', kind: 'gauge' },
    { name: 'wait', unit: 'milliseconds', values: [1000, 3000] },
  ],
  [
    { source: 'metrics', name: 'queue', unit: '', kind: 'gauge' },
    { name: 'queue', unit: 'count' },
  ],
] as const)('shows %j as a series', (given, expected) => {
  expect(extrasOf(resultWith(given)).resources).toEqual([expect.objectContaining(expected)])
})

it('leaves out what has no readings, and metrics beyond sixty', () => {
  const metrics = Array.from({ length: 100 }, (_, index) => ({ source: 'metrics', name: `m${index}` }) as const)
  const { resources } = extrasOf(resultWith(...metrics, { points: [] }, { name: 'memory' }))
  expect(resources?.[0]?.name).toBe('Memory')
  expect(resources).toHaveLength(61)
})

it('marks what happened', () => {
  expect(extrasOf(resultWith({})).events).toEqual([{ at: 5, name: 'process 12 ended' }])
})

it('tells what was found', () => {
  const { findings = [] } = extrasOf(shopResult())
  expect(findings.length).toBeGreaterThan(0)
  for (const { severity } of findings) expect(['critical', 'warning', 'info']).toContain(severity)
})
