import { expect, it } from 'vitest'
import { createReport } from './create-report.ts'
import { describeResult } from './describe-result.ts'
import { shopResult } from './result.fixture.ts'
import { emptyResult } from './sample-runs.fixture.ts'

it('is the same after a way through JSON', () => {
  const report = createReport([{ name: 'a test', state: 'passed', results: [describeResult(shopResult())], verdicts: [] }])
  expect(JSON.parse(JSON.stringify(report))).toEqual(report)
})

it('has the figures of the result', () => {
  const result = shopResult()
  const { total, endpoints, stages, spans, iterations, profile } = describeResult(result)
  expect(total).toMatchObject({ requests: 6000, failed: result.requests.failed, p95: result.latency.p95, timeouts: 6 })
  expect(endpoints.map(({ name }) => name)).toEqual(result.endpoints)
  expect(stages.map(({ requests }) => requests)).toEqual(result.stages.map((name) => result.stage(name).requests.total))
  expect(spans).toHaveLength(3)
  expect(iterations).not.toHaveProperty('started')
  expect(profile).toBe('ramp 0 → 20 → 200 → 20 users over 60 s')
})

it('leaves out figures that do not exist', () => {
  const { total, timeline, distribution, health } = describeResult(emptyResult())
  expect(total).toEqual({ requests: 0, failed: 0, interrupted: 0, count: 0, timeouts: 0 })
  expect(timeline).toMatchObject({ at: [], end: 0 })
  expect(distribution).toEqual({ latency: { percents: [], times: [] }, histogram: { from: 1, ratio: 1, counts: [] } })
  expect(health.map(({ name }) => name)).toEqual(['Most users at a time'])
})

it('names errors by their number, checks by their failures', () => {
  const { errors, checks } = describeResult(shopResult())
  expect(errors.map(({ count }) => count)).toEqual(errors.map(({ count }) => count).toSorted((a, b) => b - a))
  expect(errors[0]?.examples[0]?.detail).toBe('{"error":"\\x1b[31mout of stock\\x07"}\nat line 2')
  expect(checks[0]?.failed).toBeGreaterThan(0)
})
