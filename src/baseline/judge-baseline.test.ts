import { describe, expect, it } from 'vitest'
import type { LoadResult } from '../metrics/result.ts'
import { type Measured, measured } from './baseline.fixture.ts'
import type { Baseline } from './baseline.ts'
import { type BaselineOptions, parseBaselineOptions } from './baseline-limits.ts'
import { createBaseline } from './create-baseline.ts'
import { judgeBaseline } from './judge-baseline.ts'

const usual = measured()
const baseline = baselineOf(usual)

function baselineOf(result: LoadResult): Baseline {
  return JSON.parse(JSON.stringify(createBaseline(result, { test: 'a', name: 'a' })))
}

function judged(given: Measured, options: BaselineOptions = {}, against: Baseline = baseline) {
  return judgeBaseline(measured(given), against, parseBaselineOptions('toMatchBaseline', options))
}

/** The baseline with another figure of the whole. */
function withFigures(figures: Partial<Baseline['runs'][0]['whole']>): Baseline {
  const [run] = baseline.runs
  return { ...baseline, runs: [{ ...run, whole: { ...run.whole, ...figures } }] }
}

describe('a result beside its baseline', () => {
  it.each<[string, Measured, BaselineOptions, string, boolean]>([
    ['is the same', {}, {}, 'pass', false],
    ['is 5 % slower', { latency: 21 }, {}, 'pass', false],
    ['is 15 % slower', { latency: 23 }, {}, 'fail', true],
    ['is 15 % faster', { latency: 17 }, {}, 'pass', true],
    ['is 15 % faster, and must not be', { latency: 17 }, { p95: '±10%' }, 'fail', true],
    ['is 5 % faster in a band', { latency: 19 }, { mean: '±10%' }, 'pass', false],
    ['is slower by less than a time', { latency: 23 }, { p50: '5ms' }, 'pass', false],
    ['is slower by more than a time', { latency: 23 }, { p50: '2ms' }, 'fail', true],
    ['is slower in what is not asked', { latency: 40 }, { throughput: '10%' }, 'pass', false],
    ['has a lower throughput', { perSecond: 80 }, {}, 'fail', true],
    ['has a higher throughput', { perSecond: 120 }, {}, 'pass', true],
    ['has new failures', { failEvery: 300 }, { errorRate: '0.1pt' }, 'fail', true],
    ['has new failures within the limit', { failEvery: 300 }, { errorRate: '1pt' }, 'pass', false],
  ])('that %s', (_, given, options, state, isBeyond) => {
    const { ruling, isBeyond: moved } = judged(given, options)
    expect({ state: ruling.state, moved }).toEqual({ state, moved: isBeyond })
  })

  it('says by how much it may differ, and from what', () => {
    expect(judged({}, { p95: '10%' }, withFigures({ p95: 20 })).ruling.message).toMatch(
      /^a run: p95 was [\d.]+ ms, expected at most 22 ms, 10 % above the 20 ms of the baseline \(1,000 requests, none failed\)$/,
    )
    expect(judged({}, { throughput: '±5%' }, withFigures({ rate: 100 })).ruling.message).toBe(
      'a run: throughput was 100/s, expected 95/s to 105/s, 5 % around the 100/s of the baseline (1,000 requests, none failed)',
    )
    expect(judged({ perSecond: 50 }, { throughput: '10%' }, withFigures({ rate: 100 })).ruling).toMatchObject({
      state: 'fail',
      message:
        'a run: throughput was 50/s, expected at least 90/s, 10 % below the 100/s of the baseline (500 requests, none failed)',
    })
  })

  it('tells new failures as such', () => {
    const { ruling } = judged({ failEvery: 300 }, { errorRate: '0.1pt' })
    expect(ruling.message).toBe(
      'a run: error rate was 0.4 %, expected at most 0.1 %, 0.1 pt above the 0 % of the baseline; new failures: 0 → 0.4 % ' +
        '(1,000 requests, 4 failed)',
    )
    expect(judged({ failEvery: 300 }, { errorRate: '1pt' }).ruling.warning).toBe('new failures: 0 → 0.4 %')
  })

  it('is compared with the median of the runs that are kept', () => {
    const [run] = baseline.runs
    const runOf = (mean: number) => ({ ...run, whole: { ...run.whole, mean } })
    const several: Baseline = { ...baseline, runs: [runOf(1000), runOf(20), runOf(30)] }
    expect(judged({}, { mean: '10%' }, several).ruling.message).toContain('above the 30 ms of the baseline (median of 3 runs)')
    expect(judged({}, { mean: '10%' }, { ...baseline, runs: [runOf(20), runOf(30)] }).ruling.message).toContain('the 25 ms of')
  })

  it('can’t be compared in a figure that the baseline doesn’t have', () => {
    expect(judged({}, { p95: '10%' }, withFigures({ p95: undefined as never })).ruling).toMatchObject({
      state: 'inconclusive',
      message: 'a run: the baseline has no p95 to compare with; renew it with -u',
    })
    expect(judged({}, { errorRate: '1pt' }, withFigures({ requests: 0, failures: 0 })).ruling.state).toBe('inconclusive')
    expect(judged({ perSecond: 0 }, {}).ruling.state).toBe('inconclusive')
  })

  it('is judged in each endpoint that has enough requests', () => {
    const endpoints = [
      'GET /a',
      'GET /b',
      'GET /a',
      'GET /a',
      'GET /a',
      'GET /a',
      'GET /a',
      'GET /a',
      'GET /a',
      'GET /a',
      'GET /a',
    ]
    const kept = baselineOf(measured({ endpoints }))
    const [run] = kept.runs
    const slower = run.endpoints.map((row) => ({ ...row, p95: (row.p95 as number) / 2 }))
    const { ruling } = judged({ endpoints }, { p95: '10%' }, { ...kept, runs: [{ ...run, endpoints: slower }] })
    expect(ruling.state).toBe('fail')
    expect(ruling.message.split('\n')).toEqual([
      expect.stringMatching(/^a run: p95 was/),
      expect.stringMatching(/^GET \/a: p95 was .*, expected at most/),
      'a run: 0 endpoints of 2 within these limits, 1 with too few requests to be compared',
    ])
    expect(judged({ endpoints }, {}, kept).ruling).toMatchObject({ state: 'pass' })
    expect(
      judged({ endpoints }, { p95: '10%', endpoints: false }, { ...kept, runs: [{ ...run, endpoints: slower }] }).ruling.state,
    ).toBe('pass')
  })

  it('with other endpoints is compared in its errors and in what both have, and fails where it is strict', () => {
    const kept = baselineOf(measured({ endpoints: ['GET /a', 'GET /b'], perSecond: 100 }))
    const given = { endpoints: ['GET /a', 'GET /c'] }
    const { ruling, isBeyond } = judged({ ...given, latency: 20 }, {}, kept)
    const note =
      'GET /c appeared; GET /b vanished: only its error rate and endpoints that both have are compared; renew the baseline with -u'
    expect(ruling).toMatchObject({ state: 'pass', warning: note })
    expect(isBeyond).toBe(true)
    expect(ruling.message.split('\n')[0]).toMatch(/^a run: error rate was 0 %/)
    expect(judged(given, { strict: true }, kept).ruling).toMatchObject({ state: 'fail', message: expect.stringContaining(note) })
    expect(judged({ endpoints: ['GET /x'] }, { p95: '10%' }, kept).ruling.state).toBe('inconclusive')
  })
})
