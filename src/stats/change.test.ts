import { describe, expect, it } from 'vitest'
import { changeOf } from './change.ts'
import { simulate } from './simulated-series.fixture.ts'

describe('the change from the first bucket to the last', () => {
  it('is that of their medians, whatever lies between', () => {
    const series = simulate((second) => (second < 10 ? 100 : second < 50 ? 1e6 : 110), 60)
    expect(changeOf(series, 10_000)).toEqual({ first: 100, last: 110, share: expect.closeTo(0.1) })
  })

  it('is not made by spikes', () => {
    const series = simulate((second) => (second % 10 === 7 ? 1e6 : 100), 60)
    expect(changeOf(series, 10_000)).toEqual({ first: 100, last: 100, share: 0 })
  })

  it('from 0 has no share', () => {
    expect(
      changeOf(
        simulate((second) => (second < 50 ? 0 : 5), 60),
        10_000,
      ),
    ).toEqual({ first: 0, last: 5, share: undefined })
  })

  it('from below 0 has the sign of the change', () => {
    expect(
      changeOf(
        simulate((second) => (second < 50 ? -10 : -5), 60),
        10_000,
      )?.share,
    ).toBeCloseTo(0.5)
  })

  it.each([
    ['two buckets that just fit are known', 30_000, true],
    ['two that overlap are not', 31_000, false],
    ['one with two values is not', 2000, false],
    ['one without time is not', 0, false],
  ])('%s', (_, bucket, isKnown) => {
    expect(
      changeOf(
        simulate(() => 1, 60),
        bucket,
      ) !== undefined,
    ).toBe(isKnown)
  })

  it('of nothing is unknown', () => {
    expect(changeOf([], 1000)).toBeUndefined()
  })
})
