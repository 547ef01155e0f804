import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { endOfJson } from './end-of-json.ts'

describe('where text stops being JSON', () => {
  it.each([
    ['{"a":}', 5],
    ['[1,,2]', 3],
    ['[1,]', 3],
    ['{"a":1,}', 7],
    ['{"a" 1}', 5],
    ['{"a":TRUE}', 5],
    ['[1}', 2],
    ['{} {}', 3],
    ['["a\nb"]', 1],
    ['{"a":nul', 8],
    ['{"a":"b\\u00', 11],
    ['{"a":-', 6],
  ])('in %j is at %i', (text, at) => {
    expect(endOfJson(text)).toBe(at)
  })

  it('is the end of any JSON, and of any beginning of it', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (text, length) => {
        expect(endOfJson(text)).toBe(text.length)
        const start = text.slice(0, length % (text.length + 1))
        // A number may be cut behind its point, which is neither a whole token nor the end of one.
        if (!/[.eE][+-]?$/.test(start)) expect(endOfJson(start)).toBe(start.length)
      }),
    )
  })
})
