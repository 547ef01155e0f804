import { expect, it } from 'vitest'
import { createRandom } from '../core/random.ts'
import { changePointsOf } from './change-points.ts'
import { normal, simulate } from './simulated-series.fixture.ts'

it('finds each change of level, with the levels up to the next', () => {
  const random = createRandom(1)
  const level = (run: number): number => (run < 30 ? 100 : run < 60 ? 150 : 80)
  const found = changePointsOf(simulate((run) => level(run) + normal(random), 90))
  expect(found.map(({ at }) => at)).toEqual([30_000, 60_000])
  expect(found.map(({ before, after }) => [Math.round(before), Math.round(after)])).toEqual([
    [100, 150],
    [150, 80],
  ])
})

it('finds one of 20 % under noise of 3 % after ten runs of thirty', () => {
  const found = Array.from({ length: 100 }, (_, seed) => {
    const random = createRandom(seed)
    return changePointsOf(simulate((run) => (run < 20 ? 100 : 120) * (1 + 0.03 * normal(random)), 30))
  })
  expect(found.filter(([first]) => first !== undefined).length).toBeGreaterThanOrEqual(95)
})

it('finds none in noise but by chance', () => {
  const found = Array.from({ length: 200 }, (_, seed) => {
    const random = createRandom(seed)
    return changePointsOf(simulate(() => 100 + 5 * normal(random), 30))
  })
  expect(found.filter(({ length }) => length > 0).length).toBeLessThanOrEqual(8)
})

it.each([
  ['nothing', []],
  ['one level', simulate(() => 5, 100)],
])('finds none in %s', (_, series) => {
  expect(changePointsOf(series)).toEqual([])
})
