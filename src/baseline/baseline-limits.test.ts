import { expect, it } from 'vitest'
import { parseBaselineOptions } from './baseline-limits.ts'

it.each([
  [{ p95: '10%' }, { metric: 'p95', kind: 'relative', value: 0.1, isBand: false }],
  [{ mean: '±10 %' }, { metric: 'mean', kind: 'relative', value: 0.1, isBand: true }],
  [{ p99: '20ms' }, { metric: 'p99', kind: 'absolute', value: 20, isBand: false }],
  [{ max: '±1.5s' }, { metric: 'max', kind: 'absolute', value: 1500, isBand: true }],
  [{ errorRate: '0.1pt' }, { metric: 'errorRate', kind: 'absolute', value: 0.001, isBand: false }],
  [{ errorRate: '0pt' }, { metric: 'errorRate', kind: 'absolute', value: 0, isBand: false }],
  [{ throughput: '150%' }, { metric: 'throughput', kind: 'relative', value: 1.5, isBand: false }],
])('%j is read', (options, limit) => {
  expect(parseBaselineOptions('toMatchBaseline', options).limits).toEqual([limit])
})

it.each([undefined, {}, { strict: true }])('p95, errors and throughput have limits where none are given: %j', (options) => {
  expect(parseBaselineOptions('toMatchBaseline', options).limits.map(({ metric }) => metric)).toEqual([
    'p95',
    'errorRate',
    'throughput',
  ])
})

it('all that is wrong is told at once', () => {
  const wrong = { p95: '-10%', p9: '10%', errorRate: '10%', throughput: '5/s', mean: 10, max: '10', strict: 1, target: '' }
  expect(() => parseBaselineOptions('toMatchBaseline', wrong)).toThrow(
    expect.objectContaining({
      message: [
        'toMatchBaseline: 8 problems',
        '  - Unknown option `p9`: did you mean `p90`?',
        "  - Expected `mean` to be a change such as '10%', '±10%' or '20ms', got 10",
        "  - Expected `p95` to be a change such as '10%', '±10%' or '20ms', got '-10%'",
        "  - Expected `max` to be a change such as '10%', '±10%' or '20ms', got '10'",
        "  - Expected `errorRate` to be a change in percentage points, such as '0.1pt', got '10%'",
        "  - Expected `throughput` to be a change such as '10%' or '±10%', got '5/s'",
        '  - Expected `strict` to be true or false, got 1',
        "  - Expected `target` to be a text, got ''",
      ].join('\n'),
    }),
  )
})
