import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { systemClock } from '../core/clock.ts'
import { FakeClock } from '../core/fake-clock.ts'
import { Alarm, Alarms } from './alarms.ts'

function create(clock = new FakeClock()): { clock: FakeClock; alarms: Alarms; rung: string[]; alarm: (name: string) => Alarm } {
  const rung: string[] = []
  const alarm = (name: string): Alarm => new Alarm({ wake: () => void rung.push(`${name} at ${clock.now()}`) })
  return { clock, alarms: new Alarms(clock), rung, alarm }
}

describe('alarms', () => {
  it('ring each at its moment, whatever the order in which they were set', async () => {
    const { clock, alarms, rung, alarm } = create()
    alarms.set(alarm('last'), 300)
    alarms.set(alarm('first'), 100)
    alarms.set(alarm('second'), 200)
    await clock.advance(250)
    expect(rung).toEqual(['first at 100', 'second at 200'])
    await clock.advance(50)
    expect(rung.at(-1)).toBe('last at 300')
  })

  it('do not ring when they were cancelled', async () => {
    const { clock, alarms, rung, alarm } = create()
    const cancelled = alarm('cancelled')
    alarms.set(cancelled, 100)
    alarms.set(alarm('kept'), 200)
    alarms.cancel(cancelled)
    alarms.cancel(cancelled)
    await clock.advance(1000)
    expect(rung).toEqual(['kept at 200'])
  })

  it('leave no timer behind when those that are left were cancelled', async () => {
    const { clock, alarms, rung, alarm } = create()
    const far = alarm('far')
    alarms.set(far, 60_000)
    alarms.set(alarm('near'), 100)
    alarms.cancel(far)
    await clock.advance(100)
    expect(rung).toEqual(['near at 100'])
    expect(clock.sleepers).toBe(0)
  })

  it('ring when they were cancelled and set again, once and in time', async () => {
    const { clock, alarms, rung, alarm } = create()
    const moved = alarm('moved')
    alarms.set(alarm('other'), 500)
    for (const ms of [100, 300, 200]) {
      alarms.set(moved, ms)
      if (ms !== 200) alarms.cancel(moved)
    }
    await clock.advance(1000)
    expect(rung).toEqual(['moved at 200', 'other at 500'])
    expect(moved.isSet).toBe(false)
  })

  it('can be set again from within, and others cancelled', async () => {
    const { clock, alarms, rung, alarm } = create()
    const other = alarm('other')
    const again: Alarm = new Alarm({
      wake() {
        rung.push(`again at ${clock.now()}`)
        alarms.cancel(other)
        if (rung.length < 3) alarms.set(again, 50)
      },
    })
    alarms.set(again, 100)
    alarms.set(other, 100)
    await clock.advance(1000)
    expect(rung).toEqual(['again at 100', 'again at 150', 'again at 200'])
  })

  it('ring for all others, whatever one of those who wake does', async () => {
    const { clock, rung, alarm } = create()
    const failures: unknown[] = []
    // What a sleeper throws ends the process, unless it is caught where the timer rings.
    const sleep = (ms: number, signal?: AbortSignal): Promise<void> => {
      const sleeping = clock.sleep(ms, signal)
      const then = sleeping.then.bind(sleeping)
      vi.spyOn(sleeping, 'then').mockImplementation((ring) => then(ring).catch((error) => failures.push(error)) as never)
      return sleeping
    }
    const alarms = new Alarms({ now: () => clock.now(), sleep })
    alarms.set(new Alarm({ wake: () => fail() }), 100)
    alarms.set(alarm('same moment'), 100)
    alarms.set(alarm('later'), 200)
    await clock.advance(300)
    expect(failures).toEqual([new Error('a sleeper that throws')])
    expect(rung).toEqual(['same moment at 100', 'later at 200'])
  })

  it('ring in the order of their moments, none twice, and none that was cancelled', async () => {
    const times = fc.array(fc.record({ ms: fc.integer({ min: 1, max: 50 }), isCancelled: fc.boolean() }), { maxLength: 60 })
    await fc.assert(
      fc.asyncProperty(times, async (wanted) => {
        const clock = new FakeClock()
        const alarms = new Alarms(clock)
        const rung: number[] = []
        const set = wanted.map(({ ms }) => {
          const alarm = new Alarm({ wake: () => void rung.push(clock.now()) })
          alarms.set(alarm, ms)
          return alarm
        })
        for (const [index, alarm] of set.entries()) if (wanted[index]?.isCancelled) alarms.cancel(alarm)
        await clock.advance(100)
        expect(rung).toEqual(
          wanted
            .filter(({ isCancelled }) => !isCancelled)
            .map(({ ms }) => ms)
            .sort((one, other) => one - other),
        )
      }),
      { numRuns: 50 },
    )
  })

  it('never ring before their moment, although timers of the machine may be early', async () => {
    const alarms = new Alarms(systemClock)
    const early = await Promise.all(
      Array.from({ length: 100 }, (_, index) => {
        const { promise, resolve } = Promise.withResolvers<number>()
        const due = performance.now() + index / 5
        alarms.set(new Alarm({ wake: () => resolve(due - performance.now()) }), index / 5)
        // The loop's own time stands still meanwhile.
        for (const end = performance.now() + 0.2; performance.now() < end; );
        return promise
      }),
    )
    expect(Math.max(...early)).toBeLessThanOrEqual(0.1)
  })
})

function fail(): never {
  throw new Error('a sleeper that throws')
}
