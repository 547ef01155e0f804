import { describe, expect, it } from 'vitest'
import { parseOptions } from '../core/options.ts'
import { objectives } from './objectives.ts'

function refusal(found: unknown): string {
  try {
    parseOptions('toMeet', found, objectives)
  } catch (error) {
    return (error as Error).message
  }
  return 'was taken'
}

describe('tiers', () => {
  it('are read as limits', () => {
    expect(
      parseOptions('toMeet', { mean: { target: ['75s', '90s'] }, throughput: { target: '60/min', failure: 0.5 } }, objectives),
    ).toEqual([
      { metric: 'mean', tiers: { target: { kind: 'within', from: 75_000, to: 90_000 } } },
      { metric: 'throughput', tiers: { target: { kind: 'at-least', value: 1 }, failure: { kind: 'at-least', value: 0.5 } } },
    ])
  })

  it.each([
    ['of one value', { p95: { target: '1s', acceptable: '1s', failure: '1s' } }],
    ['without a second', { p95: { target: '1s', failure: '2s' } }],
    ['that go down', { successRate: { target: '99.9%', acceptable: '99%', failure: '99%' } }],
    ['of limits on the mean', { mean: { target: '1s', acceptable: '2s' } }],
    ['of equal bands', { mean: { target: ['1s', '1s'], acceptable: ['1s', '1s'] } }],
  ])('%s are taken', (_, found) => {
    expect(refusal(found)).toBe('was taken')
  })

  it.each([
    [
      { p95: { target: '120s', acceptable: '100s' } },
      'Expected `p95.acceptable` to be at or past `p95.target` (at most 2 min), got at most 100 s',
    ],
    [
      { p95: { target: '120s', acceptable: '150s', failure: '130s' } },
      'Expected `p95.failure` to be at or past `p95.acceptable` (at most 2 min 30 s), got at most 2 min 10 s',
    ],
    [
      { p95: { target: '120s', failure: '100s' } },
      'Expected `p95.failure` to be at or past `p95.target` (at most 2 min), got at most 100 s',
    ],
    [
      { successRate: { target: '99%', acceptable: '99.9%' } },
      'Expected `successRate.acceptable` to be at or past `successRate.target` (at least 99 %), got at least 99.9 %',
    ],
    [
      { mean: { target: ['75s', '90s'], acceptable: ['80s', '95s'] } },
      'Expected `mean.acceptable` to be at or past `mean.target` (75 s to 90 s), got 80 s to 95 s',
    ],
    [
      { mean: { target: ['75s', '90s'], acceptable: ['70s', '89s'] } },
      'Expected `mean.acceptable` to be at or past `mean.target` (75 s to 90 s), got 70 s to 89 s',
    ],
    [
      { mean: { target: ['75s', '90s'], acceptable: '95s' } },
      'Expected `mean.acceptable` to be at or past `mean.target` (75 s to 90 s), got at most 95 s',
    ],
    [
      { mean: { target: '75s', acceptable: ['70s', '90s'] } },
      'Expected `mean.acceptable` to be at or past `mean.target` (at most 75 s), got 70 s to 90 s',
    ],
    [{ mean: { target: ['90s', '75s'] } }, "Expected `mean.target[1]` to be at or above `mean.target[0]`, got '75s'"],
    [
      { mean: { target: ['90s', '95s', '99s'] } },
      "Expected `mean.target` to be a band of two times, such as ['75s', '90s'], got a list",
    ],
    [{ p95: '120s' }, "Expected `p95` to be an object of options, got '120s'"],
    [{ p95: { acceptable: '1s' } }, "Expected `p95.target` to be a time above 0, such as '30s', got undefined"],
    [{ p59: { target: '1s' } }, 'Unknown option `p59`: did you mean `p50`?'],
    [{ p95: { target: '1s', accaptable: '2s' } }, 'Unknown option `p95.accaptable`: did you mean `acceptable`?'],
    [{}, "Expected a value to be tiers of at least one metric, such as { p95: { target: '200ms' } }, got an object"],
    [undefined, "Expected a value to be tiers of at least one metric, such as { p95: { target: '200ms' } }, got undefined"],
  ])('are refused to the letter (%#)', (found, problem) => {
    expect(refusal(found)).toBe(`toMeet: ${problem}`)
  })
})
