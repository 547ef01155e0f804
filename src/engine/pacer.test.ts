import { describe, expect, it } from 'vitest'
import { systemClock } from '../core/clock.ts'
import { FakeClock } from '../core/fake-clock.ts'
import { Pacer } from './pacer.ts'
import { startTime } from './run-time.ts'

const never = new AbortController().signal

describe('a pacer', () => {
  it('resolves at the moment, and never before it', async () => {
    const time = startTime(systemClock, 0)
    const pacer = new Pacer({ time, maySpin: true })
    for (let moment = 5.5; moment < 60; moment += 5.5) {
      await pacer.until(moment, never)
      expect(time.now()).toBeGreaterThanOrEqual(moment)
    }
  })

  it('counts as spinning only turns in which nothing happened', async () => {
    const time = startTime(systemClock, 0)
    const pacer = new Pacer({ time, maySpin: true })
    // On a busy machine a timer may be so late that there is nothing left to spin for.
    for (let tries = 0; tries < 100 && pacer.spun === 0; tries += 1) await pacer.until(time.now() + 2.3, never)
    expect(pacer.spun).toBeGreaterThan(0)
    expect(pacer.spun).toBeLessThan(time.now())
  })

  it('counts a turn once in which several wait', async () => {
    const time = startTime(systemClock, 0)
    const pacer = new Pacer({ time, maySpin: true })
    const begin = time.now()
    await Promise.all(Array.from({ length: 100 }, () => pacer.until(begin + 1.4, never)))
    expect(pacer.spun).toBeLessThanOrEqual(time.now() - begin)
  })

  it('does not spin where it may not', async () => {
    const clock = new FakeClock()
    const pacer = new Pacer({ time: startTime(clock, 0), maySpin: false })
    const waiting = pacer.until(7.3, never)
    await clock.advance(7.3)
    await waiting
    expect(pacer.spun).toBe(0)
  })

  it('ends when it is aborted', async () => {
    const abort = new AbortController()
    const waiting = new Pacer({ time: startTime(systemClock, 0), maySpin: true }).until(60_000, abort.signal)
    abort.abort()
    await waiting
  })
})
