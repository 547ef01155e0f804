import { expect, it } from 'vitest'
import { studentQuantile } from './student.ts'

// From the tables of Student's distribution.
it.each([
  [0.975, 3, 3.182],
  [0.975, 5, 2.571],
  [0.975, 10, 2.228],
  [0.975, 30, 2.042],
  [0.975, 1000, 1.962],
  [0.995, 3, 5.841],
  [0.995, 10, 3.169],
  [0.95, 5, 2.015],
  [0.5, 5, 0],
  [0.025, 10, -2.228],
])('the quantile of %d with %i degrees of freedom is %d', (share, freedom, quantile) => {
  expect(Math.abs(studentQuantile(share, freedom) - quantile)).toBeLessThanOrEqual(0.02 * Math.abs(quantile) + 1e-6)
})
