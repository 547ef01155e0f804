import { describe, expect, it } from 'vitest'
import { compareSummaries } from './compare-summaries.ts'
import { defaultLimits, parseComparisonLimits } from './comparison-limits.ts'
import { locustRun } from './locust/locust.fixture.ts'
import { summarizeLocust } from './locust/locust-run.ts'
import type { RowFigures, RunSummary } from './run-summary.ts'

const ROW: RowFigures = { requests: 3000, failures: 0, mean: 60, median: 50, p95: 100, p99: 150, rate: 50 }

function summary(row: Partial<RowFigures> = {}, given: Partial<RunSummary> = {}): RunSummary {
  const figures = { ...ROW, ...row }
  return {
    service: 'gateway',
    source: 'vitest-load',
    scale: 1,
    total: figures,
    endpoints: [{ name: 'GET /', ...figures }],
    ...given,
  }
}

function compareRow(current: Partial<RowFigures>, baseline: Partial<RowFigures> = {}, limits: readonly string[] = []) {
  const [row] = compareSummaries(summary(current), summary(baseline), parseComparisonLimits(limits)).endpoints
  return row as NonNullable<typeof row>
}

describe('a comparison with a baseline', () => {
  it.each<[string, Partial<RowFigures>, Partial<RowFigures>, string[], string]>([
    ['p95 at the limit', { p95: 110 }, {}, [], 'within'],
    ['p95 past the limit', { p95: 111 }, {}, [], 'regression'],
    ['p95 past a time', { p95: 106 }, {}, ['p95=5ms'], 'regression'],
    ['p95 without a limit', { p95: 900 }, {}, ['p95=none'], 'within'],
    ['p99, which has no limit unless given', { p99: 900 }, {}, [], 'within'],
    ['p99 past its limit', { p99: 900 }, {}, ['p99=10%'], 'regression'],
    ['errors at the limit', { failures: 9 }, { failures: 6 }, [], 'within'],
    ['errors from 0.33 % to 1.0 %', { failures: 30 }, { failures: 10 }, [], 'regression'],
    ['errors from 0 to 0.33 %', { failures: 10 }, {}, [], 'regression'],
    ['errors that fell', {}, { failures: 300 }, [], 'within'],
    ['a rate that fell past its limit', { rate: 44 }, {}, ['rate=10%'], 'regression'],
    ['a rate that rose', { rate: 90 }, {}, ['rate=10%'], 'within'],
    ['99 requests', { requests: 99, failures: 99, p95: 900 }, {}, [], 'too few'],
    ['99 requests in the baseline', { p95: 900 }, { requests: 99 }, [], 'too few'],
    ['a p95 that both lack', { p95: undefined } as never, { p95: undefined } as never, [], 'within'],
  ])('of %s', (_, current, baseline, limits, state) => {
    expect(compareRow(current, baseline, limits).state).toBe(state)
  })

  it('tells new failures as such, with no share of nothing', () => {
    const { changes, notes } = compareRow({ failures: 10 })
    expect(notes).toEqual(['new failures: 0 → 0.33 %'])
    expect(changes.find(({ metric }) => metric === 'errors')?.sentence).toBe('errors 0 % → 0.33 % (+0.33 pt), limit +0.1 pt')
    const { sentence } = compareRow({ p95: 10 }, { p95: 0 }).changes.find(({ metric }) => metric === 'p95') ?? {}
    expect(sentence).toBe('p95 0 ms → 10 ms, limit +10 %')
  })

  it('leaves the latency of Locust rows out of which over 1 % failed', () => {
    const failing = { failures: 60, p95: 1 }
    const baseline = summary(failing, { source: 'locust' })
    const [row] = compareSummaries(summary({ p95: 900, failures: 60 }), baseline, defaultLimits).endpoints
    expect(row?.notes).toEqual(['includes failures'])
    expect(row?.changes.map(({ metric }) => metric)).toEqual(['errors', 'rate'])
    expect(row?.state).toBe('within')
  })

  it('compares our own latencies whatever failed: they hold no failures', () => {
    expect(compareRow({ failures: 60, p95: 900 }, { failures: 60 })).toMatchObject({ state: 'regression', notes: [] })
  })

  it('finds both rises of errors in a run of Locust, and what was too few to judge', () => {
    const comparison = compareSummaries(
      summarizeLocust(locustRun('gateway-regressed')),
      summarizeLocust(locustRun('gateway-baseline')),
      defaultLimits,
    )
    expect(comparison.isRegression).toBe(true)
    expect(comparison.endpoints.map(({ name, state, notes }) => [name, state, ...notes])).toEqual([
      ['GET /health', 'within'],
      ['GET /orders/[id]', 'regression'],
      ['POST /search, full text', 'regression', 'new failures: 0 → 0.33 %'],
      ['POST /validate', 'too few', 'includes failures'],
    ])
  })

  it('tells endpoints that appeared or vanished, and compares no latency of the whole then', () => {
    const current = summary({ p95: 900 }, { endpoints: [{ name: 'GET /new', ...ROW, failures: 3 }] })
    const { endpoints, total, isRegression } = compareSummaries(current, summary(), defaultLimits)
    expect(endpoints.map(({ name, state, notes }) => [name, state, ...notes])).toEqual([
      ['GET /', 'vanished'],
      ['GET /new', 'appeared', '3 of 3,000 requests failed'],
    ])
    expect(total).toMatchObject({ state: 'within', notes: ['other endpoints'] })
    expect(isRegression).toBe(false)
  })

  it.each([
    [summary({ requests: 0 }), summary(), "Expected a run of 'gateway' with requests, got none"],
    [summary(), summary({ requests: 0 }), "Expected a baseline of 'gateway' with requests, got none"],
    [summary({}, { scale: 0.1 }), summary(), "Expected a run of 'gateway' at its baseline's scale of 1, got one of 0.1"],
    [
      summary({}, { profile: '5 users for 10 s' }),
      summary({}, { profile: '50 users for 10 s' }),
      "Expected a run of 'gateway' with its baseline's profile (50 users for 10 s), got 5 users for 10 s",
    ],
  ])('is refused where there is nothing to compare (%#)', (current, baseline, message) => {
    expect(() => compareSummaries(current, baseline, defaultLimits)).toThrow(
      expect.objectContaining({ code: 'ERR_LOAD_COMPARISON', message }),
    )
  })
})
