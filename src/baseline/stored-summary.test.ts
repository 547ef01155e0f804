import { describe, expect, it } from 'vitest'
import { locustRun } from './locust/locust.fixture.ts'
import { summarizeLocust } from './locust/locust-run.ts'
import { parseStoredSummary, storeSummary } from './stored-summary.ts'

const summary = summarizeLocust(locustRun('gateway-baseline'))

describe('a stored baseline', () => {
  it('is read back as it was', () => {
    const stored = storeSummary(summary)
    expect(storeSummary(parseStoredSummary(JSON.parse(stored)))).toBe(stored)
    expect(parseStoredSummary(JSON.parse(stored)).endpoints.map(({ p95 }) => p95)).toEqual([27, 180, 270, 8])
  })

  it('is readable, and the same whatever the order of its endpoints', () => {
    const stored = storeSummary(summary)
    expect(storeSummary({ ...summary, endpoints: summary.endpoints.toReversed() })).toBe(stored)
    expect(stored.split('\n').slice(0, 9)).toEqual([
      '{',
      '  "kind": "vitest-load baseline",',
      '  "schemaVersion": 1,',
      '  "service": "gateway-baseline",',
      '  "source": "locust",',
      '  "measuredAt": "2026-03-14T09:45:00.000Z",',
      '  "scale": 1,',
      '  "total": {"requests":2724,"failures":27,"mean":70.285,"median":64,"p95":215,"p99":350,"rate":22.7},',
      '  "endpoints": [',
    ])
  })

  it.each([
    [{ schemaVersion: 2 }, 'Expected a baseline of schema version 1, got version 2; a newer vitest-load wrote it'],
    [{ scale: 'full' }, "baseline: Expected `scale` to be a number above 0, such as 1, got 'full'"],
    [{ total: { requests: 1, failures: 2 } }, 'baseline: Expected `total.failures` to be at most its 1 requests, got 2'],
    [
      { endpoints: [{ name: 'a', requests: 1, failures: -1 }] },
      'baseline: Expected `endpoints[0].failures` to be a whole number of at least 0, got -1',
    ],
  ])('is refused where it is damaged: %j', (damage, message) => {
    const stored = { ...JSON.parse(storeSummary(summary)), ...damage }
    expect(() => parseStoredSummary(stored)).toThrow(expect.objectContaining({ message }))
  })
})
