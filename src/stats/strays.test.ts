import { describe, expect, it } from 'vitest'
import { createRandom } from '../core/random.ts'
import { normal } from './simulated-series.fixture.ts'
import { straysOf } from './strays.ts'

function placesOf(values: readonly number[], least = 0): readonly number[] {
  return straysOf(values, least).flatMap((isStray, index) => (isStray ? index : []))
}

describe('strays', () => {
  const random = createRandom(3)
  const noise = Array.from({ length: 80 }, () => normal(random) / 100)

  it('are found where a series drifts by more than they stray', () => {
    const values = noise.map((value, index) => value + index / 80 + (index === 20 || index === 21 || index === 60 ? 0.2 : 0))
    expect(placesOf(values, 0.1)).toEqual([20, 21, 60])
  })

  it('may lie below, and at the ends', () => {
    const values = noise.map((value, index) => value - (index === 0 || index === 79 ? 0.2 : 0))
    expect(placesOf(values, 0.1)).toEqual([0, 79])
  })

  it('are few where nothing strays', () => {
    expect(placesOf(noise).length).toBeLessThan(4)
  })

  it('are none that are nearer than the least', () => {
    const values = Array.from({ length: 20 }, (_, index) => (index === 7 ? 0.05 : 0))
    expect(placesOf(values)).toEqual([7])
    expect(placesOf(values, 0.1)).toEqual([])
  })

  it.each([[[]], [[1]], [[1, 1]]])('are none among %j', (values) => {
    expect(placesOf(values)).toEqual([])
  })
})
