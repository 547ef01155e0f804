import { describe, expect, it } from 'vitest'
import { createRandom } from '../core/random.ts'
import { changePointOf } from './change-point.ts'
import { lingering, normal, simulate } from './simulated-series.fixture.ts'

describe('the moment of a change', () => {
  it.each([
    [12, 60],
    [30, 60],
    [48, 60],
    [300, 600],
  ])('is found at %i of %i seconds', (moment, seconds) => {
    const random = createRandom(1)
    const series = simulate((second) => (second < moment ? 40 : 180) + normal(random), seconds)
    const found = changePointOf(series)
    expect(found?.at).toBe(moment * 1000)
    expect(found?.before).toBeCloseTo(40, -1)
    expect(found?.after).toBeCloseTo(180, -1)
  })

  it('is not moved by spikes', () => {
    const series = simulate((second) => (second % 10 === 5 ? 1e6 : second < 30 ? 40 : 180), 60)
    expect(changePointOf(series)?.at).toBe(30_000)
  })

  it('of noise is found in few of a hundred series', () => {
    const found = Array.from({ length: 100 }, (_, seed) => changePointOf(simulate(lingering(createRandom(seed), 0.9, 5), 300)))
    expect(found.filter((one) => one !== undefined).length).toBeLessThanOrEqual(5)
  })

  it.each([
    ['nothing', []],
    ['few values', simulate((second) => second, 9)],
    ['one value', simulate(() => 5, 100)],
  ])('of %s is unknown', (_, series) => {
    expect(changePointOf(series)).toBeUndefined()
  })
})
