import { describe, expect, it } from 'vitest'
import { locustRun } from '../baseline/locust/locust.fixture.ts'
import type { LocustRow } from '../baseline/locust/stats.ts'
import { analyzeLocust, gradesOfLocust } from './analyze-locust.ts'

const run = locustRun('gateway-regressed')

function runOf(total: Partial<LocustRow>): typeof run {
  const row = { requests: 1000, failures: 0, median: 20, p95: 40, p99: 60, percentiles: new Map<number, number>(), ...total }
  return { service: 'shop', stats: { total: row, endpoints: [{ name: 'GET /', ...row }] } }
}

describe('an analysis of Locust files', () => {
  it('names what fails always, with its cause, however fast it fails', () => {
    const [first, second] = analyzeLocust(run)
    expect(first).toMatchObject({ code: 'all-requests-fail', endpoint: 'POST /validate' })
    expect(first?.message).toMatch(/^All 24 requests of POST \/validate fail, after 5 ms: .*422 Client Error/)
    expect(first?.recommendation).toContain('it is wrong, not the server slow')
    expect(second).toMatchObject({ code: 'errors', severity: 'problem' })
    const validate = run.stats.endpoints.find(({ name }) => name === 'POST /validate') as LocustRow
    expect(gradesOfLocust(validate)).toEqual({ latency: undefined, errors: 'poor' })
  })

  it.each<[string, Partial<LocustRow>, string[]]>([
    ['a healthy run', {}, []],
    ['few failures', { failures: 1 }, ['errors']],
    ['a slow run', { median: 300, p95: 600, p99: 700 }, ['high-latency']],
    ['a slow run of which much failed', { median: 300, p95: 600, p99: 700, failures: 20 }, ['errors']],
    ['a long tail', { p99: 300 }, ['long-tail']],
    ['a run without requests', { requests: 0 }, []],
  ])('of %s', (_, total, codes) => {
    expect(analyzeLocust(runOf(total)).map(({ code }) => code)).toEqual(codes)
  })
})
