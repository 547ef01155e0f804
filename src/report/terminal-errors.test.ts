import { expect, it } from 'vitest'
import type { ErrorGroup } from '../metrics/counts.ts'
import { plain } from './paint.ts'
import { formatErrors } from './terminal-errors.ts'

function group(given: Partial<ErrorGroup>): ErrorGroup {
  return { category: 'http-5xx', message: '503 Service Unavailable', endpoint: 'GET /a', count: 1, examples: [], ...given }
}

it('lists kinds of errors, the most frequent first, each with its first example', () => {
  const errors = [
    group({ count: 3, examples: [{ at: 12, detail: '503 Service Unavailable\nbody' }] }),
    group({
      category: 'timeout',
      endpoint: 'GET /orders/:id',
      message: 'no response within 30 s',
      count: 1200,
      examples: [{ at: 1, detail: '  at GET /orders/42\nstack' }],
    }),
  ]
  expect(formatErrors(errors, 80, plain)).toEqual([
    'timeout   1,200  GET /orders/:id  no response within 30 s',
    '                                  at GET /orders/42',
    'http-5xx      3  GET /a           503 Service Unavailable',
  ])
})

it('shortens messages to the width', () => {
  const [line = ''] = formatErrors([group({ message: 'x'.repeat(200) })], 60, plain)
  expect(line).toHaveLength(60)
})

it('says how many kinds it leaves out', () => {
  const errors = Array.from({ length: 12 }, (_, index) => group({ message: `kind ${index}`, count: 100 - index }))
  const lines = formatErrors(errors, 80, plain)
  expect(lines).toHaveLength(11)
  expect(lines.at(-1)).toBe('… and 2 more kinds of errors')
})

it('says nothing without errors', () => {
  expect(formatErrors([], 80, plain)).toEqual([])
})
