import { describe, expect, it } from 'vitest'
import { systemClock } from './clock.ts'
import { FakeClock } from './fake-clock.ts'

describe('a fake clock', () => {
  it('stands still until it is advanced', async () => {
    const clock = new FakeClock()
    expect(clock.now()).toBe(0)
    await clock.advance(250)
    expect(clock.now()).toBe(250)
  })

  it('wakes sleepers in order of time, then of asking, each at its moment', async () => {
    const clock = new FakeClock()
    const woken: string[] = []
    for (const [name, ms] of [
      ['b', 20],
      ['a', 10],
      ['c', 20],
      ['late', 31],
    ] as const) {
      clock.sleep(ms).then(() => woken.push(`${name} at ${clock.now()}`))
    }
    await clock.advance(30)
    expect(woken).toEqual(['a at 10', 'b at 20', 'c at 20'])
    await clock.advance(1)
    expect(woken.at(-1)).toBe('late at 31')
  })

  it('wakes those who go to sleep again in the same advance', async () => {
    const clock = new FakeClock()
    let ticks = 0
    const tick = async (): Promise<void> => {
      for (;;) {
        await clock.sleep(10)
        ticks += 1
      }
    }
    tick()
    await clock.advance(1000)
    expect(ticks).toBe(100)
  })

  it('wakes a sleeper without time at the next advance, also by nothing', async () => {
    const clock = new FakeClock()
    let isAwake = false
    clock.sleep(-5).then(() => {
      isAwake = true
    })
    await clock.advance(0)
    expect(isAwake).toBe(true)
  })

  it('wakes a sleeper at once when its signal aborts, and only once', async () => {
    const clock = new FakeClock()
    const controller = new AbortController()
    const sleep = clock.sleep(1000, controller.signal)
    controller.abort()
    await sleep
    expect(clock.now()).toBe(0)
    await clock.advance(1000)
    await clock.sleep(1000, controller.signal)
    expect(clock.now()).toBe(1000)
  })
})

describe('the system clock', () => {
  it('goes forward while one sleeps', async () => {
    const before = systemClock.now()
    await systemClock.sleep(5)
    expect(systemClock.now() - before).toBeGreaterThanOrEqual(4)
  })

  it('wakes at once when the signal aborts, or has aborted', async () => {
    const controller = new AbortController()
    const before = systemClock.now()
    const sleep = systemClock.sleep(60_000, controller.signal)
    controller.abort()
    await sleep
    await systemClock.sleep(60_000, controller.signal)
    expect(systemClock.now() - before).toBeLessThan(1000)
  })
})
