import { describe, expect, it } from 'vitest'
import { Histogram } from '../stats/histogram.ts'
import { addHealth, type IntervalHealth, mergeHealthOf } from './interval-health.ts'

function health(busy: number, delay: number, pause = 0): IntervalHealth {
  const delays = new Histogram()
  delays.record(delay)
  return {
    observed: 1000,
    busy,
    loopDelay: delays.close(),
    gc: { count: pause === 0 ? 0 : 1, total: pause, longest: pause },
    cpu: { total: 2000, busy: 1000, steal: 10 },
    throttled: busy / 10,
  }
}

describe('the health of intervals', () => {
  it('adds up over time', () => {
    expect(
      mergeHealthOf([
        { start: 0, health: health(100, 1, 5) },
        { start: 1000, health: health(300, 2, 7) },
      ]),
    ).toMatchObject({
      observed: 2000,
      busy: 400,
      loopDelay: { count: 2, max: 2000 },
      gc: { count: 2, total: 12, longest: 7 },
      cpu: { total: 4000, busy: 2000, steal: 20 },
      throttled: 40,
    })
  })

  it('is the worst of the threads of one time, figure by figure', () => {
    expect(
      mergeHealthOf([
        { start: 0, health: health(100, 9, 5) },
        { start: 0, health: health(300, 2, 1) },
      ]),
    ).toMatchObject({
      observed: 1000,
      busy: 300,
      loopDelay: { count: 1, max: 9000 },
      gc: { total: 5 },
      cpu: { total: 2000 },
      throttled: 30,
    })
  })

  it('does both at once, whatever the order', () => {
    const parts = [
      { start: 0, health: health(100, 1) },
      { start: 1000, health: health(500, 1) },
      { start: 0, health: health(200, 1) },
      { start: 1000, health: health(50, 1) },
      { start: 2000, health: undefined },
    ]
    expect(mergeHealthOf(parts)?.busy).toBe(700)
    expect(mergeHealthOf(parts.toReversed())?.busy).toBe(700)
  })

  it('is unknown of none', () => {
    expect(mergeHealthOf([])).toBeUndefined()
    expect(addHealth([])).toBeUndefined()
  })
})
