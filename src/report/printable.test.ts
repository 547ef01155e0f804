import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { displayWidth, firstLine, padEnd, padStart, printable, shorten } from './printable.ts'

describe('printable', () => {
  it.each([
    ['plain text, ünïcödé, 注文, 🚀, 👩‍🚀', 'plain text, ünïcödé, 注文, 🚀, 👩‍🚀'],
    ['\u001b[31mred\u001b[0m', '\\x1b[31mred\\x1b[0m'],
    ['\u001b]0;title\u0007', '\\x1b]0;title\\x07'],
    ['one\r\ntwo\tthree', 'one\\x0d\\ntwo\\x09three'],
    ['\u009b31m', '\\x9b31m'],
    ['abc\u202egnp.exe', 'abc\\u{202e}gnp.exe'],
    ['zero\u200bwidth', 'zero\\u{200b}width'],
    ['lone \ud800', 'lone \ufffd'],
  ])('writes out what would not be seen: %j', (text, expected) => {
    expect(printable(text)).toBe(expected)
  })

  it('leaves nothing that controls a terminal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(printable(text)).not.toMatch(/\p{Cc}|(?!\u200d)\p{Cf}/u)
      }),
    )
  })
})

describe('displayWidth', () => {
  it.each([
    ['', 0],
    ['GET /health', 11],
    ['注文', 4],
    ['한국', 4],
    ['e\u0301', 1],
    ['🚀', 2],
    ['👨‍👩‍👧', 2],
    ['🇩🇪', 2],
    ['❤️', 2],
    ['→ ✓ –', 5],
  ])('counts the columns of %j', (text, columns) => {
    expect(displayWidth(text)).toBe(columns)
  })
})

describe('shorten', () => {
  it.each([
    ['GET /orders', 11, 'GET /orders'],
    ['GET /orders', 10, 'GET /…ders'],
    ['GET /orders', 2, 'G…'],
    ['GET /orders', 1, '…'],
    ['注文注文注文', 7, '注…文'],
  ])('cuts out the middle of %j for %i columns', (text, columns, expected) => {
    expect(shorten(text, columns)).toBe(expected)
  })

  it('never takes more columns than it may', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (text, columns) => {
        expect(displayWidth(shorten(text, columns))).toBeLessThanOrEqual(columns)
      }),
    )
  })
})

it('pads by columns, not by characters', () => {
  expect(padEnd('注文', 6)).toBe('注文  ')
  expect(padStart('🚀', 4)).toBe('  🚀')
  expect(padEnd('longer', 3)).toBe('longer')
})

it('takes the first line that says something', () => {
  expect(firstLine('\n  first\r\nsecond')).toBe('first')
  expect(firstLine('')).toBe('')
})
