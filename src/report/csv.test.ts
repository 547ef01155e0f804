import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { csvLines } from './csv.ts'
import { hostileTexts } from './hostile-report.fixture.ts'

it.each([
  ['GET /orders', 'GET /orders'],
  ['a, b', '"a, b"'],
  ['say "hi"', '"say ""hi"""'],
  ['=cmd()|"/C calc"!A0', '"\'=cmd()|""/C calc""!A0"'],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  [' =1', "' =1"],
  ['two\nlines', 'two\\nlines'],
  [1.23456, '1.235'],
  [-1, '-1'],
  [undefined, 'N/A'],
])('writes %j as %s', (cell, text) => {
  expect(csvLines([[cell]])).toBe(`${text}\r\n`)
})

it.each(Object.entries(hostileTexts))('keeps %s in its cell, and inert', (_, text) => {
  const [[before, cell = '', after] = []] = parse(csvLines([['a', text, 'b']])) as string[][]
  expect([before, after]).toEqual(['a', 'b'])
  expect(cell).not.toMatch(/^\s*[=+\-@]/)
  expect(cell.length).toBeLessThan(400)
})

it('is read back with as many cells as were written', () => {
  const rows = fc.array(fc.array(fc.string({ unit: 'binary' }), { minLength: 3, maxLength: 3 }), { minLength: 1 })
  fc.assert(
    fc.property(rows, (given) => {
      const read = parse(csvLines(given)) as string[][]
      expect(read.map((row) => row.length)).toEqual(given.map(() => 3))
    }),
  )
})
