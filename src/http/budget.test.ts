import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FakeClock } from '../core/fake-clock.ts'
import { Budget } from './budget.ts'

/** A clock whose timers are late. */
class LateClock extends FakeClock {
  late = 0

  override async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    await super.sleep(ms + this.late, signal)
  }
}

/** Asks for a slot now; notes the moment at which it is granted. */
function ask(budget: Budget, clock: FakeClock, granted: number[]): void {
  const turn = budget.take()
  if (turn === undefined) granted.push(clock.now())
  else void turn.granted.then((isGranted) => isGranted && granted.push(clock.now()))
}

describe('a budget', () => {
  it('grants slots evenly spaced, the first at once', async () => {
    const clock = new LateClock()
    const budget = new Budget(10, clock)
    const granted: number[] = []
    for (let n = 0; n < 5; n += 1) ask(budget, clock, granted)
    await clock.advance(1000)
    expect(granted).toEqual([0, 100, 200, 300, 400])
    expect(clock.sleepers).toBe(0)
  })

  it('does not make up for idle time', async () => {
    const clock = new LateClock()
    const budget = new Budget(10, clock)
    const granted: number[] = []
    ask(budget, clock, granted)
    await clock.advance(5050)
    for (let n = 0; n < 3; n += 1) ask(budget, clock, granted)
    await clock.advance(1000)
    expect(granted).toEqual([0, 5050, 5150, 5250])
  })

  it('does not drift, though timers are late', async () => {
    const clock = new LateClock()
    clock.late = 3
    const budget = new Budget(10, clock)
    const granted: number[] = []
    for (let n = 0; n < 100; n += 1) ask(budget, clock, granted)
    await clock.advance(20_000)
    expect(granted).toHaveLength(100)
    expect(granted.at(-1)).toBeLessThanOrEqual(9_906)
  })

  it('grants no more than its rate in any time, whenever it is asked', async () => {
    const pauses = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(pauses, fc.integer({ min: 1, max: 50 }), async (waits, rate) => {
        const clock = new FakeClock()
        const budget = new Budget(rate, clock)
        const granted: number[] = []
        for (const wait of waits) {
          ask(budget, clock, granted)
          await clock.advance(wait)
        }
        await clock.advance(100_000)
        expect(granted).toHaveLength(waits.length)
        const gaps = granted.slice(1).map((moment, index) => moment - (granted[index] as number))
        for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(1000 / rate - 1e-6)
      }),
      { numRuns: 30 },
    )
  })

  it('gives the place of one who left to the next', async () => {
    const clock = new LateClock()
    const budget = new Budget(10, clock)
    const granted: number[] = []
    ask(budget, clock, granted)
    const left = budget.take()
    ask(budget, clock, granted)
    left?.cancel()
    expect(await left?.granted).toBe(false)
    await clock.advance(1000)
    expect(granted).toEqual([0, 100])
  })

  it('leaves no timer behind when nobody waits any more, and goes on for who comes later', async () => {
    const clock = new LateClock()
    const budget = new Budget(0.01, clock)
    const granted: number[] = []
    for (let n = 0; n < 3; n += 1) ask(budget, clock, granted)
    await clock.advance(0)
    budget.cancel()
    ask(budget, clock, granted)
    budget.cancel()
    await clock.advance(0)
    expect(clock.sleepers).toBe(0)
    ask(budget, clock, granted)
    await clock.advance(100_000)
    expect(granted).toEqual([0, 100_000])
  })
})
