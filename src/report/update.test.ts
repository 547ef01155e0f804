import { expect, it } from 'vitest'
import { createReport, describeTest } from './create-report.ts'
import { runningResult } from './running-result.ts'
import { applyUpdate, type LivePoint, type ReportUpdate } from './update.ts'

const running = describeTest({
  id: 'a',
  name: 'a test',
  state: 'running',
  results: [
    runningResult({ name: 'a test', startedAt: '2026-01-01T00:00:00.000Z', model: 'closed', profile: '1 user for 10 s' }),
  ],
  verdicts: [],
})

function point(second: number, given: Partial<LivePoint> = {}): LivePoint {
  return { at: second * 1000, duration: 1000, vus: 1, throughput: 5, failed: 0, p50: 1, p95: 2, p99: null, errors: {}, ...given }
}

function pointsUpdate(points: readonly LivePoint[], test = 'a'): ReportUpdate {
  return {
    kind: 'points',
    test,
    points,
    duration: 2000,
    total: { requests: 7, failed: 0, interrupted: 0, count: 7, timeouts: 0 },
  }
}

it('adds a test that began, and puts a test that changed in its place', () => {
  const began = applyUpdate(createReport([], { isLive: true }), { kind: 'test', test: running })
  const ended = applyUpdate(began, { kind: 'test', test: { ...running, state: 'passed', standing: 'pass' } })
  expect(began.tests).toEqual([running])
  expect(ended.tests.map(({ state }) => state)).toEqual(['passed'])
})

it('extends the time line of the load that runs, with a column for each category that turns up', () => {
  const began = applyUpdate(createReport([]), { kind: 'test', test: running })
  const one = applyUpdate(began, pointsUpdate([point(0)]))
  const two = applyUpdate(one, pointsUpdate([point(1, { errors: { timeout: 3 } })]))
  expect(two.tests[0]?.results[0]).toMatchObject({
    duration: 2000,
    total: { requests: 7 },
    timeline: { at: [0, 1000], end: 2000, p99: [null, null], errors: { timeout: [0, 3] } },
  })
})

it('takes no point twice, as they come again after a lost connection', () => {
  const began = applyUpdate(createReport([]), { kind: 'test', test: running })
  const twice = [pointsUpdate([point(0), point(1)]), pointsUpdate([point(1), point(2)])].reduce(applyUpdate, began)
  expect(twice.tests[0]?.results[0]?.timeline.at).toEqual([0, 1000, 2000])
})

it('drops the points of a test that it does not know', () => {
  const report = createReport([])
  expect(applyUpdate(report, pointsUpdate([point(0)], 'b'))).toEqual(report)
})

it('begins anew with a whole report', () => {
  const other = createReport([], { createdAt: new Date(0) })
  expect(applyUpdate(createReport([]), { kind: 'report', report: other })).toBe(other)
})
