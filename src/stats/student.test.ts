import { expect, it } from 'vitest'
import { studentQuantile, studentTail } from './student.ts'

// From the tables of Student's distribution.
it.each([
  [0.975, 1, 12.706],
  [0.975, 3, 3.182],
  [0.975, 5, 2.571],
  [0.975, 10, 2.228],
  [0.975, 30, 2.042],
  [0.975, 1000, 1.962],
  [0.995, 3, 5.841],
  [0.995, 10, 3.169],
  [0.9995, 6, 5.959],
  [0.975, Number.POSITIVE_INFINITY, 1.96],
  [0.95, 5, 2.015],
  [0.5, 5, 0],
  [0.025, 10, -2.228],
])('the quantile of %d with %i degrees of freedom is %d', (share, freedom, quantile) => {
  expect(Math.abs(studentQuantile(share, freedom) - quantile)).toBeLessThanOrEqual(0.0005)
})

it.each([
  [0, 4, 0.5],
  [2.776, 4, 0.025],
  [-2.776, 4, 0.975],
  [1.645, Number.POSITIVE_INFINITY, 0.05],
  [Number.POSITIVE_INFINITY, 5, 0],
])('the chance of more than %d with %d degrees of freedom is %d', (value, freedom, chance) => {
  expect(studentTail(value, freedom)).toBeCloseTo(chance, 4)
})
