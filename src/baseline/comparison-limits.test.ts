import { describe, expect, it } from 'vitest'
import { defaultLimits, parseComparisonLimits } from './comparison-limits.ts'

describe('limits of a comparison', () => {
  it('are 10 % of p95 and 0.1 points of errors unless given', () => {
    expect(parseComparisonLimits([])).toEqual(defaultLimits)
    expect(parseComparisonLimits(['p95=20%'])).toEqual({
      p95: { kind: 'relative', value: 0.2 },
      errors: { kind: 'absolute', value: 0.001 },
    })
  })

  it.each([
    ['p50=20ms', 'median', { kind: 'absolute', value: 20 }],
    ['mean=+5%', 'mean', { kind: 'relative', value: 0.05 }],
    ['rate = 10 %', 'rate', { kind: 'relative', value: 0.1 }],
    ['errors=none', 'errors', undefined],
  ] as const)('are read from %s', (text, metric, limit) => {
    expect(parseComparisonLimits([text])[metric]).toEqual(limit)
  })

  it('are refused all at once, with the nearest name', () => {
    expect(() => parseComparisonLimits(['p96=10%', 'errors=10%', 'p99', 'mean=-1%', 'xyz=1'])).toThrow(
      expect.objectContaining({
        message: [
          '--max: 5 problems',
          '  - Unknown metric `p96`: did you mean `p95`?',
          "  - Expected `errors` to be a change in percentage points, such as '0.1pt', got '10%'",
          "  - Expected `p99` to be a change such as '10%' or '20ms', got ''",
          "  - Expected `mean` to be a change such as '10%' or '20ms', got '-1%'",
          '  - Unknown metric `xyz`: known are `mean`, `median`, `p95`, `p99`, `errors`, `rate`',
        ].join('\n'),
      }),
    )
  })
})
