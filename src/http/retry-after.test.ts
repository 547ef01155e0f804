import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRetryAfter } from './retry-after.ts'

const now = Date.UTC(2026, 0, 1, 12, 0, 0)

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['120', 120_000],
    ['0.5', 500],
    ['Thu, 01 Jan 2026 12:00:30 GMT', 30_000],
    ['Thu, 01 Jan 2026 11:59:59 GMT', 0],
    ['Thursday, 01-Jan-26 12:00:10 GMT', 10_000],
  ])('of %s is %d ms', (value, ms) => {
    expect(readRetryAfter({ 'retry-after': value }, now)).toBe(ms)
  })

  it.each(['', 'soon', '-1', '1e3', '0x10', '5s', '2026-01-01T12:00:30Z', 'Thu Jan  1 12:00:30 2026', 'never GMT'])(
    'of %o is none',
    (value) => {
      expect(readRetryAfter({ 'retry-after': value }, now)).toBeUndefined()
    },
  )

  it('may be missing, or be there more than once', () => {
    expect(readRetryAfter({}, now)).toBeUndefined()
    expect(readRetryAfter({ 'retry-after': ['1', '2'] }, now)).toBeUndefined()
  })

  it('as a date counts from that of the response, as clocks differ', () => {
    const headers = { 'retry-after': 'Sat, 03 Jan 2026 00:00:07 GMT', date: 'Sat, 03 Jan 2026 00:00:00 GMT' }

    expect(readRetryAfter(headers, now)).toBe(7000)
    expect(readRetryAfter({ ...headers, date: 'today' }, now)).toBe(36 * 3_600_000 + 7000)
  })

  it('as a date is read as it was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), (seconds) => {
        const value = new Date(now + seconds * 1000).toUTCString()

        expect(readRetryAfter({ 'retry-after': value }, now)).toBe(seconds * 1000)
      }),
    )
  })
})
