import { describe, expect, it } from 'vitest'
import { parseOptions } from '../core/options.ts'
import { fakeMeasurement, repeat } from './measurement.fixture.ts'
import { type ObjectivesOptions, objectives } from './objectives.ts'
import { judgeObjectives } from './tiers.ts'
import type { Verdict } from './verdict.ts'

function meet(given: Parameters<typeof fakeMeasurement>[0], tiers: ObjectivesOptions): Verdict {
  return judgeObjectives(fakeMeasurement(given), parseOptions('toMeet', tiers, objectives))
}

function research(seconds: number): Parameters<typeof fakeMeasurement>[0] {
  return { name: 'research', latency: repeat(seconds * 1000, 200) }
}

const TARGET = { target: '120s' } as const
const TWO = { target: '120s', acceptable: '150s' } as const
const THREE = { target: '120s', acceptable: '150s', failure: '180s' } as const
const NO_ACCEPTABLE = { target: '120s', failure: '180s' } as const

describe('upper tiers', () => {
  const three = 'expected at most 2 min, acceptable up to 2 min 30 s, failing above 3 min'
  const two = 'expected at most 2 min, acceptable up to 2 min 30 s'

  it.each([
    ['the target alone', 120, TARGET, 'pass', '2 min, expected at most 2 min', undefined],
    ['past the target alone', 121, TARGET, 'fail', '2 min 1 s, expected at most 2 min', undefined],
    ['the target', 120, TWO, 'pass', `2 min, ${two}`, undefined],
    ['past the target', 121, TWO, 'pass', `2 min 1 s, ${two}`, 'p95 of 2 min 1 s is past its target (at most 2 min)'],
    ['what is acceptable', 150, TWO, 'pass', `2 min 30 s, ${two}`, 'p95 of 2 min 30 s is past its target (at most 2 min)'],
    ['past the last', 151, TWO, 'fail', `2 min 31 s, ${two}`, undefined],
    ['the first of three', 110, THREE, 'pass', `110 s, ${three}`, undefined],
    ['the second of three', 130, THREE, 'pass', `2 min 10 s, ${three}`, 'p95 of 2 min 10 s is past its target (at most 2 min)'],
    [
      'the third of three',
      180,
      THREE,
      'pass',
      `3 min, ${three}`,
      'p95 of 3 min is past even what is acceptable (at most 2 min 30 s)',
    ],
    ['past the third', 181, THREE, 'fail', `3 min 1 s, ${three}`, undefined],
    [
      'the last without a second',
      180,
      NO_ACCEPTABLE,
      'pass',
      '3 min, expected at most 2 min, failing above 3 min',
      'p95 of 3 min is past its target (at most 2 min)',
    ],
  ] as const)('%s (%d s)', (_, seconds, p95, state, rest, warning) => {
    const verdict = meet(research(seconds), { p95 })
    expect(verdict).toMatchObject({ state, message: `research: p95 was ${rest} (200 requests, none failed)` })
    expect(verdict.warning).toBe(warning)
  })

  it('under .not want the last to be missed', () => {
    expect(meet(research(130), { p95: THREE }).negated).toMatchObject({
      state: 'fail',
      message: 'research: p95 was 2 min 10 s, expected above 3 min (200 requests, none failed)',
      expected: 'above 3 min',
      received: '2 min 10 s',
    })
  })
})

describe('upper tiers of time-outs', () => {
  const swallowed = { latency: repeat(200, 300), errors: { timeout: 300 } } as const

  it.each([
    [{ target: '500ms' }, 'inconclusive'],
    [{ target: '100ms', acceptable: '150ms', failure: '500ms' }, 'inconclusive'],
    [{ target: '100ms', acceptable: '200ms' }, 'fail'],
    [{ target: '100ms', acceptable: '150ms' }, 'fail'],
  ] as const)('%o are %s', (p95, state) => {
    const verdict = meet(swallowed, { p95 })
    expect([verdict.state, verdict.warning]).toEqual([state, undefined])
  })
})

describe('lower tiers', () => {
  const tiers = { target: '1000/s', acceptable: '800/s', failure: '500/s' } as const
  const expected = 'expected at least 1,000/s, acceptable from 800/s, failing below 500/s (9 requests, none failed)'

  it.each([
    [1000, 'pass', undefined],
    [900, 'pass', 'throughput of 900/s is past its target (at least 1,000/s)'],
    [500, 'pass', 'throughput of 500/s is past even what is acceptable (at least 800/s)'],
    [499, 'fail', undefined],
  ])('go down: %d/s', (throughput, state, warning) => {
    const verdict = meet({ succeeded: 9, throughput }, { throughput: tiers })
    expect(verdict.state).toBe(state)
    expect(verdict.message.replace(/was [\d,]+/, 'was N')).toBe(`GET /orders: throughput was N/s, ${expected}`)
    expect(verdict.warning).toBe(warning)
    expect(verdict.negated.expected).toBe('below 500/s')
  })

  it('let all requests succeed', () => {
    expect(meet({ succeeded: 9 }, { successRate: { target: '100%' }, errorRate: { target: '0%' } })).toMatchObject({
      state: 'pass',
      message:
        'GET /orders: error rate was 0 %, expected at most 0 % (9 requests, none failed)\n' +
        'GET /orders: success rate was 100 %, expected at least 100 % (9 requests, none failed)',
    })
  })
})

describe('bands', () => {
  const mean = { target: ['75s', '90s'], acceptable: ['70s', '95s'], failure: ['60s', '2min'] } as const
  const expected = 'expected 75 s to 90 s, acceptable 70 s to 95 s, failing outside 60 s to 2 min (200 requests, none failed)'

  it.each([
    [75, 'pass', undefined],
    [90, 'pass', undefined],
    [74, 'pass', 'mean latency of 74 s is past its target (75 s to 90 s)'],
    [95, 'pass', 'mean latency of 95 s is past its target (75 s to 90 s)'],
    [69, 'pass', 'mean latency of 69 s is past even what is acceptable (70 s to 95 s)'],
    [59, 'fail', undefined],
  ])('are missed on both sides: %d s', (seconds, state, warning) => {
    const verdict = meet(research(seconds), { mean })
    expect(verdict).toMatchObject({ state, message: `research: mean latency was ${seconds} s, ${expected}` })
    expect(verdict.warning).toBe(warning)
    expect(verdict.negated.expected).toBe('outside 60 s to 2 min')
  })

  it('of a lower bound below them are inconclusive', () => {
    const cut = fakeMeasurement({ latency: repeat(10_000, 9), interruptedAge: [20_000] })
    expect(judgeObjectives(cut, parseOptions('toMeet', { mean }, objectives)).state).toBe('inconclusive')
  })
})

describe('every metric', () => {
  it('has its figure', () => {
    const latency = [...repeat(1, 50), ...repeat(2, 40), ...repeat(3, 5), ...repeat(4, 4), 5]
    const tier = { target: '5ms' } as const
    const all = { p50: tier, p90: tier, p95: tier, p99: tier, p999: tier, max: tier, mean: tier }
    const figures = meet({ latency }, all)
      .message.split('\n')
      .map((line) => line.slice('GET /orders: '.length).split(', ')[0])
    expect(figures).toEqual([
      'p50 was 1 ms',
      'p90 was 2 ms',
      'p95 was 3 ms',
      'p99 was 4 ms',
      'p99.9 was 5 ms',
      'mean latency was 1.66 ms',
      'maximum latency was 5 ms',
    ])
  })
})

describe('several metrics', () => {
  const fast = { p95: { target: '9ms' }, p50: { target: '5ms', acceptable: '9ms' } } as const
  const p50 = 'GET /orders: p50 was 7 ms, expected at most 5 ms, acceptable up to 9 ms (200 requests, none failed)'

  it('pass together, with all warnings', () => {
    expect(meet({ latency: repeat(7, 19) }, fast)).toMatchObject({
      state: 'pass',
      warning:
        'p50 of 7 ms is past its target (at most 5 ms); p50 of only 19 requests; 20 or more make it reliable; ' +
        'p95 of only 19 requests; 200 or more make it reliable',
    })
  })

  it('fail with one, and only that is in the diff', () => {
    expect(meet({ latency: repeat(7, 200) }, { ...fast, p95: { target: '6ms' } })).toMatchObject({
      state: 'fail',
      message: `${p50}\nGET /orders: p95 was 7 ms, expected at most 6 ms (200 requests, none failed)`,
      expected: 'at most 6 ms',
      received: '7 ms',
    })
  })

  it('under .not fail where all are met, and pass where one is missed', () => {
    const p95 = 'GET /orders: p95 was 7 ms, expected above 9 ms (200 requests, none failed)'
    expect(meet({ latency: repeat(7, 200) }, fast).negated).toMatchObject({
      state: 'fail',
      message: `Expected at least one of these:\n${p50.replace(/expected.*up to/, 'expected above')}\n${p95}`,
    })
    expect(meet({ latency: repeat(7, 200) }, { ...fast, p95: { target: '6ms' } }).negated.state).toBe('pass')
  })

  it('are inconclusive with one that is, unless another fails', () => {
    const cut = { succeeded: 5, throughput: undefined }
    const met = { successRate: { target: '99%' }, throughput: { target: '1/s' } } as const
    expect(meet(cut, met)).toMatchObject({ state: 'inconclusive', negated: { state: 'inconclusive' } })
    const missed = { ...cut, errors: { refused: 5 } }
    expect(meet(missed, met)).toMatchObject({ state: 'fail', negated: { state: 'pass' } })
  })
})
