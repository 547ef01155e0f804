import { describe, expect, it } from 'vitest'
import { measured } from './baseline.fixture.ts'
import { createBaseline } from './create-baseline.ts'
import { summarizeBaseline } from './summarize-baseline.ts'
import { summarizeResult } from './summarize-result.ts'

const names = { test: 'a > b', name: 'a > b' }

describe('the summary of a baseline', () => {
  it('is that of the result that it was made of, under its own name', () => {
    const result = measured({ endpoints: ['GET /b', 'GET /a'], failEvery: 50 })
    const { service, measuredAt, total, endpoints, ...facts } = summarizeBaseline(createBaseline(result, names), 'here')
    expect({ service, environment: 'here' }).toEqual({ service: 'a > b', environment: facts.environment })
    const expected = summarizeResult(result)
    expect(measuredAt).toBe(expected.measuredAt)
    expect(facts).toMatchObject({ profile: expected.profile, scale: 1, source: 'vitest-load' })
    for (const [row, own] of [
      [total, expected.total] as const,
      ...endpoints.map((one, index) => [one, expected.endpoints[index]] as const),
    ]) {
      const { mean = 0, rate = 0, ...rest } = own ?? {}
      expect(row).toMatchObject(rest)
      expect(row.mean).toBeCloseTo(mean, 2)
      expect(row.rate).toBeCloseTo(rate, 2)
    }
  })

  it('has the medians of several runs', () => {
    const [slow, usual, fast] = [40, 20, 10].map((latency, run) =>
      measured({ latency, facts: { startedAt: `2026-01-0${run + 1}T00:00:00.000Z` } }),
    ) as [ReturnType<typeof measured>, ReturnType<typeof measured>, ReturnType<typeof measured>]
    const kept = createBaseline(slow, names, createBaseline(usual, names, createBaseline(fast, names).runs).runs)
    const { total, measuredAt } = summarizeBaseline(kept, 'here')
    expect(total.p95).toBe(usual.latency.p95)
    expect(measuredAt).toBe(slow.startedAt)
  })

  it('has no rate where all failed, and a profile that nobody knows as it was stored', () => {
    const kept = createBaseline(measured({ failEvery: 1 }), names)
    const profile = { kind: 'of tomorrow' } as unknown as typeof kept.profile
    expect(summarizeBaseline({ ...kept, profile }, 'here')).toMatchObject({
      profile: '{"kind":"of tomorrow"}',
      total: { requests: 1000, failures: 1000 },
    })
    expect(summarizeBaseline(kept, 'here').total.rate).toBeUndefined()
  })
})
