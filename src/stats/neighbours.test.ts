import { expect, it } from 'vitest'
import { createRandom } from '../core/random.ts'
import { varianceInflation } from './neighbours.ts'
import { valuesOf } from './series.ts'
import { lingering, simulate } from './simulated-series.fixture.ts'

it.each([
  [[1, 1, 1, 1], 1],
  [[1, -1, 1, -1], 1],
  [[1, 1, -1, -1], 2],
  [[2, 1, -1, -2], 2.1],
])('neighbours as alike as in %j make the variance of a mean larger by %d', (values, factor) => {
  expect(varianceInflation(values)).toBeCloseTo(factor, 10)
})

it('is 1 + 2 r of a long series', () => {
  const values = valuesOf(simulate(lingering(createRandom(1), 0.3, 1), 5000))
  expect(Math.abs(varianceInflation(values) - 1.6)).toBeLessThan(0.1)
})
