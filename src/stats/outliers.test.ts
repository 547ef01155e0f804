import { expect, it } from 'vitest'
import { createRandom } from '../core/random.ts'
import { outliersOf } from './outliers.ts'
import { normal, simulate } from './simulated-series.fixture.ts'

it('finds what lies far from the others, however many there are', () => {
  const random = createRandom(1)
  const series = simulate((second) => (second % 5 === 0 ? 1000 : 100 + normal(random)), 100)
  expect(outliersOf(series).map(({ at }) => at)).toEqual(Array.from({ length: 20 }, (_, index) => index * 5000))
})

it('finds few among noise', () => {
  const random = createRandom(1)
  expect(outliersOf(simulate(() => normal(random), 1000)).length).toBeLessThan(5)
})

it('finds one among equal values', () => {
  expect(outliersOf(simulate((second) => (second === 7 ? 6 : 5), 20))).toEqual([{ at: 7000, value: 6 }])
})

it.each([
  ['nothing', []],
  ['equal values', simulate(() => 5, 20)],
])('finds none among %s', (_, series) => {
  expect(outliersOf(series)).toEqual([])
})
