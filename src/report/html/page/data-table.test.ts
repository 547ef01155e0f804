import { expect, it } from 'vitest'
import { sortedBy } from './data-table.ts'

const value = (row: { readonly of: number | string | undefined }): number | string | undefined => row.of

it.each([
  ['numbers', 'ascending', [10, 9, undefined, 100], [9, 10, 100, undefined]],
  ['numbers', 'descending', [10, undefined, 9, 100], [100, 10, 9, undefined]],
  ['names', 'ascending', ['b', 'a10', 'a9'], ['a9', 'a10', 'b']],
] as const)('sorts %s %s, and what has no figure last', (_, direction, given, expected) => {
  const rows = given.map((of) => ({ of }))
  expect(sortedBy(rows, { value }, direction).map(({ of }) => of)).toEqual(expected)
})
