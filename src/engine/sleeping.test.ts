import { describe, expect, it } from 'vitest'
import { FakeClock } from '../core/fake-clock.ts'
import { startTime } from './run-time.ts'
import { Sleeping } from './sleeping.ts'

/** A sleeper whose requests a test counts by hand. */
function createSleeper(): { clock: FakeClock; sleeping: Sleeping; counts: { requests: number; settled: number } } {
  const clock = new FakeClock()
  const counts = { requests: 0, settled: 0 }
  return { clock, counts, sleeping: new Sleeping(startTime(clock, 0), counts) }
}

describe('sleep', () => {
  it('is known as such, and adds up', async () => {
    const { clock, sleeping } = createSleeper()
    void sleeping.sleep(300)
    await clock.advance(500)
    void sleeping.sleep(200)
    await clock.advance(500)
    expect(sleeping.slept).toBe(500)
  })

  it('begins anew with each iteration', async () => {
    const { clock, sleeping } = createSleeper()
    void sleeping.sleep(300)
    await clock.advance(300)
    sleeping.begin()
    expect(sleeping.slept).toBe(0)
  })

  it('counts as long as it took where it was ended early', async () => {
    const { clock, sleeping } = createSleeper()
    const slept = sleeping.sleep(60_000)
    await clock.advance(40)
    sleeping.leave()
    await slept
    expect(sleeping.slept).toBe(40)
  })

  it('counts once where two sleep at a time', async () => {
    const { clock, sleeping } = createSleeper()
    void sleeping.sleep(300)
    void sleeping.sleep(300)
    await clock.advance(300)
    expect(sleeping.slept).toBe(300)
  })

  it('is alone again after two slept at a time', async () => {
    const { clock, sleeping } = createSleeper()
    void sleeping.sleep(300)
    void sleeping.sleep(300)
    await clock.advance(300)
    void sleeping.sleep(100)
    await clock.advance(100)
    expect(sleeping.slept).toBe(400)
  })

  it('does not count while a request is in flight', async () => {
    const { clock, sleeping, counts } = createSleeper()
    counts.requests = 1
    void sleeping.sleep(300)
    counts.settled = 1
    await clock.advance(300)
    expect(sleeping.slept).toBe(0)
  })

  it('counts after all requests are over, redirects and those of before included', async () => {
    const { clock, sleeping, counts } = createSleeper()
    counts.requests = 1
    counts.settled = 2
    void sleeping.sleep(300)
    await clock.advance(300)
    expect(sleeping.slept).toBe(300)
  })

  it('does not count where something was asked meanwhile', async () => {
    const { clock, sleeping, counts } = createSleeper()
    void sleeping.sleep(300)
    counts.requests = 1
    counts.settled = 1
    await clock.advance(300)
    expect(sleeping.slept).toBe(0)
  })
})
