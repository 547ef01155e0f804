import { expect, it } from 'vitest'
import { colored, plain } from './paint.ts'
import { layOut } from './table.ts'

it('aligns names to the left and figures to the right, by what is seen', () => {
  expect(
    layOut(
      [
        ['', 'requests', 'p95'],
        ['GET /注文', '12', '> 30 s'],
        ['total', '1,234,567,890', '–'],
      ],
      100,
      plain,
    ),
  ).toEqual(['                requests     p95', 'GET /注文             12  > 30 s', 'total      1,234,567,890       –'])
})

it('shortens names, but never figures, to fit', () => {
  const rows = [['GET /a/very/long/path/to/an/endpoint', '12,345', '100 ms']]
  expect(layOut(rows, 36, plain)).toEqual(['GET /a/ver…/endpoint  12,345  100 ms'])
  expect(layOut(rows, 10, plain)).toEqual(['GET /a…point  12,345  100 ms'])
})

it('keeps empty rows as blank lines, and rows of a name only', () => {
  expect(layOut([['a', '1'], [], ['heading'], ['b', '2']], 80, plain)).toEqual(['a        1', '', 'heading', 'b        2'])
})

it('paints a text, but not the spaces around it', () => {
  expect(
    layOut(
      [
        ['name', { text: '3', style: 'red' }],
        ['', '1,234'],
      ],
      80,
      colored,
    ),
  ).toEqual(['name      \u001b[31m3\u001b[39m', '      1,234'])
})

it('lets no cell control the terminal', () => {
  expect(layOut([['\u001b[2Jgone', '1\n2']], 80, plain)).toEqual(['\\x1b[2Jgone  1\\n2'])
})

it('takes more rows than a call can have arguments', () => {
  const rows = Array.from({ length: 200_000 }, (_, index) => [`GET /${index}`, String(index)])
  expect(layOut(rows, 80, plain)).toHaveLength(rows.length)
})
