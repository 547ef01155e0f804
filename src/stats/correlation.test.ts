import { describe, expect, it } from 'vitest'
import { createRandom } from '../core/random.ts'
import { correlate } from './correlation.ts'
import { lingering, normal, simulate } from './simulated-series.fixture.ts'

/** Up for 10 s of each 25 s. */
const busy = simulate((second) => (second % 25 < 10 ? 1 : 0.2), 300)

describe('a correlation', () => {
  it.each([0, 1, 3, 7])('is found at the lag of %i s with which the effect follows', (lag) => {
    const random = createRandom(1)
    const latency = simulate((second) => 40 + 100 * (busy[second - lag]?.value ?? 0.2) + normal(random), 300)
    const found = correlate(latency, busy)
    expect(found?.lag).toBe(lag * 1000)
    expect(found?.coefficient).toBeGreaterThan(0.7)
  })

  it('has a sign', () => {
    const free = busy.map(({ at, value }) => ({ at, value: 1 - value }))
    expect(correlate(busy, free)?.coefficient).toBeCloseTo(-1)
  })

  it('pairs moments that are not the same', () => {
    const later = busy.map(({ at, value }) => ({ at: at + 300, value }))
    expect(correlate(later, busy)).toEqual({ coefficient: expect.closeTo(1), lag: 0 })
  })

  it('is not taken for one where two series merely linger, or grow', () => {
    const found = Array.from({ length: 100 }, (_, seed) => {
      const random = createRandom(seed)
      const one = lingering(random.fork(1), 0.9, 5)
      const other = lingering(random.fork(2), 0.9, 5)
      return correlate(simulate(one, 300), simulate(other, 300))
    })
    expect(found.filter((one) => one !== undefined).length).toBeLessThanOrEqual(5)
    expect(
      correlate(
        simulate((second) => second, 100),
        simulate((second) => second ** 2, 100),
      ),
    ).toBeUndefined()
  })

  it.each([
    ['nothing', []],
    ['a value that never changes', simulate(() => 5, 300)],
    ['few values', simulate((second) => second % 2, 14)],
    ['another time', busy.map(({ at, value }) => ({ at: at + 1e9, value }))],
  ])('with %s is unknown', (_, cause) => {
    expect(correlate(busy, cause)).toBeUndefined()
  })
})
