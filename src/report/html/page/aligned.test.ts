import { expect, it } from 'vitest'
import { aligned } from './aligned.ts'

it('puts series of different moments into one table; each keeps its value until its next, and has none after its last', () => {
  const server = { at: [0, 2000], values: [1, 2] }
  const machine = { at: [1000, 3000], values: [10, null] }
  expect(aligned([server, machine])).toEqual({
    at: [0, 1000, 2000, 3000],
    columns: [
      [1, 1, 2, null],
      [null, 10, 10, null],
    ],
  })
})

it('has nothing to show of nothing', () => {
  expect(aligned([])).toEqual({ at: [], columns: [] })
})
