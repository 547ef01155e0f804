import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LoopProbe } from './loop-probe.ts'

describe('a probe of the event loop', () => {
  let now = 0
  let seen: [due: number, delay: number][] = []

  beforeEach(() => {
    now = 0
    seen = []
    vi.useFakeTimers()
  })
  afterEach(() => void vi.useRealTimers())

  const watch = (): LoopProbe =>
    new LoopProbe(
      (due, delay) => void seen.push([due, delay]),
      () => now,
    )
  /** The loop turns `stall` ms after the next timer was due. */
  const turn = (stall = 0): void => {
    now += 10 + stall
    vi.advanceTimersToNextTimer()
  }

  it('sees nothing where nothing is late', () => {
    const probe = watch()
    for (let n = 0; n < 3; n += 1) turn()
    probe.stop()
    expect(seen).toEqual([
      [10, 0],
      [20, 0],
      [30, 0],
    ])
  })

  it('forgives what timers are late by themselves', () => {
    const probe = watch()
    turn(1)
    probe.stop()
    expect(seen).toEqual([[10, 0]])
  })

  it('counts every moment of a stall', () => {
    const probe = watch()
    turn(40)
    probe.stop()
    expect(seen.map(([due, delay]) => [due, Math.round(delay)])).toEqual([
      [10, 39],
      [20, 29],
      [30, 19],
      [40, 9],
      [50, 0],
    ])
  })

  it('makes no more than a thousand moments of the longest one', () => {
    const probe = watch()
    turn(3_600_000)
    probe.stop()
    expect(seen.length).toBeGreaterThanOrEqual(1000)
    expect(seen.length).toBeLessThan(1010)
  })

  it('sees nothing any more when it was stopped', () => {
    watch().stop()
    expect(vi.getTimerCount()).toBe(0)
  })
})
