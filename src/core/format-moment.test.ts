import { expect, it } from 'vitest'
import { formatMoment } from './format-moment.ts'

it.each([
  [0, '00:00'],
  [42_999, '00:42'],
  [3_599_000, '59:59'],
  [3_900_000, '1:05:00'],
  [-500, '00:00'],
])('the moment %i ms is %s', (milliseconds, text) => {
  expect(formatMoment(milliseconds)).toBe(text)
})
