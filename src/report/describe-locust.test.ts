import { describe, expect, it } from 'vitest'
import { locustRun } from '../baseline/locust/locust.fixture.ts'
import { describeLocust } from './describe-locust.ts'

describe('what a report shows of a run of Locust', () => {
  const described = describeLocust(locustRun('gateway-baseline'))

  it('is what its files say', () => {
    expect(described).toMatchObject({ name: 'gateway-baseline', startedAt: '2026-03-14T09:45:00.000Z', duration: 11_000 })
    expect(described.total).toMatchObject({ requests: 2724, failed: 27, p95: 215, max: 702.4 })
    expect(described.timeline.vus).toHaveLength(12)
    expect(described.timeline.p95[3]).toBe(215)
    expect(described.distribution.latency.percents).toEqual([50, 66, 75, 80, 90, 95, 98, 99, 99.9, 99.99])
    expect(described.errors.map(({ category, count }) => [category, count])).toEqual([
      ['http-4xx', 24],
      ['http-5xx', 3],
    ])
  })

  it('has no latency of what only failed', () => {
    expect(described.endpoints.find(({ name }) => name === 'POST /validate')).toEqual({
      name: 'POST /validate',
      requests: 24,
      failed: 24,
      interrupted: 0,
      count: 0,
      timeouts: 0,
      rate: 0,
    })
  })

  it('needs no more than a _stats.csv', () => {
    const { service, stats } = locustRun('gateway-baseline')
    expect(describeLocust({ service, stats })).toMatchObject({
      startedAt: '',
      duration: 120_000,
      errors: [],
      timeline: { at: [], end: 0 },
    })
  })
})
