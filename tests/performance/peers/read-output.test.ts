import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readTime } from './read-output.ts'

describe('a time', () => {
  it.each([
    ['527.00us', 0.527],
    ['12µs', 0.012],
    ['800ns', 0.0008],
    ['1.5ms', 1.5],
    ['2.01s', 2010],
    ['3.0042 secs', 3004.2],
    ['1.00m', 60_000],
    ['2h', 7_200_000],
  ])('%s is %d ms', (text, milliseconds) => {
    expect(readTime('wrk', text)).toBeCloseTo(milliseconds, 9)
  })

  it.each(['', '12', 'ms', '-1ms', '1,5ms', '1.5 min', 'NaN secs', '1ms2'])('%j is refused', (text) => {
    expect(() => readTime('wrk', text)).toThrow(`Expected the output of wrk to have a time such as '1.5ms', got '${text}'`)
  })

  it('reads the same in every unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), (microseconds) => {
        const expected = microseconds / 1000
        for (const text of [`${microseconds}us`, `${microseconds * 1000}ns`, `${(microseconds / 1000).toFixed(3)}ms`]) {
          expect(readTime('wrk', text)).toBeCloseTo(expected, 6)
        }
      }),
    )
  })
})
