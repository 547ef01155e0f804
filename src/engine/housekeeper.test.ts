import { describe, expect, it } from 'vitest'
import type { Clock } from '../core/clock.ts'
import { FakeClock } from '../core/fake-clock.ts'
import { LoggingRecorder } from '../metrics/logging-recorder.fixture.ts'
import { sample } from '../metrics/samples.fixture.ts'
import { keepHouse } from './housekeeper.ts'
import { type RunTime, startTime } from './run-time.ts'

/** What a housekeeper does with a recorder of a test's own steps. */
function employ(
  tidy: (until: number) => Generator<void>,
  { clock = new FakeClock() as Clock, warmUp = 0 } = {},
): { events: string[]; over: Promise<void>; abort: () => void; time: RunTime } {
  const time = startTime(clock, warmUp)
  const abort = new AbortController()
  const events: string[] = []
  const recorder = {
    *tidy(until: number) {
      events.push(`tidy until ${until}`)
      yield* tidy(until)
    },
  }
  const onSecond = (): void => void events.push(`second at ${time.now()}`)
  const beforeSecond = async (): Promise<void> => void events.push('before the second')
  const over = keepHouse({ recorder: recorder as LoggingRecorder, time, signal: abort.signal, beforeSecond, onSecond })
  return { events, over, abort: () => abort.abort(), time }
}

describe('a housekeeper', () => {
  it('tidies up and then tells it, once a second', async () => {
    const clock = new FakeClock()
    const { events, over, abort } = employ(function* () {}, { clock })
    await clock.advance(2500)
    abort()
    await over
    expect(events).toEqual([
      'before the second',
      'tidy until 1000',
      'second at 1000',
      'before the second',
      'tidy until 2000',
      'second at 2000',
    ])
  })

  it('keeps to whole seconds of the run, in the warm-up as well', async () => {
    const clock = new FakeClock()
    const { events, over, abort } = employ(function* () {}, { clock, warmUp: 1300 })
    await clock.advance(2400)
    abort()
    await over
    expect(events.filter((event) => event.startsWith('second'))).toEqual(['second at -1000', 'second at 0', 'second at 1000'])
  })

  it('closes the interval of a second as soon as it is over', async () => {
    const clock = new FakeClock()
    const recorder = new LoggingRecorder({ stages: [{ name: '', start: 0, end: 10_000 }] })
    const abort = new AbortController()
    let seconds = 0
    const onSecond = (): void => {
      seconds += 1
    }
    const over = keepHouse({ recorder, time: startTime(clock, 0), signal: abort.signal, beforeSecond: async () => {}, onSecond })
    recorder.scope('s', 0).request(sample({ end: 300 }))
    await clock.advance(999)
    expect(recorder.intervals).toEqual([])
    await clock.advance(1)
    expect(recorder.intervals).toMatchObject([{ start: 0, end: 1000, requests: [{ succeeded: 1 }] }])
    expect(seconds).toBe(1)
    abort.abort()
    await over
  })

  it('is over as soon as it is told, and does nothing more', async () => {
    const clock = new FakeClock()
    const { events, over, abort } = employ(function* () {}, { clock })
    await clock.advance(500)
    abort()
    await over
    expect(events).toEqual([])
  })

  it('lets the event loop turn after 0.1 ms of work, and not more often', async () => {
    let now = 0
    const clock: Clock = {
      now: () => now,
      async sleep(ms, signal) {
        if (now > 0) return new Promise((resolve) => signal?.addEventListener('abort', () => resolve()))
        now += ms
      },
    }
    let turn = 0
    let isOver = false
    const count = (): void => {
      turn += 1
      if (!isOver) setImmediate(count)
    }
    setImmediate(count)
    const turns: number[] = []
    const { over, abort } = employ(
      function* () {
        for (let step = 0; step < 100; step += 1) {
          turns.push(turn)
          now += 0.03
          yield
        }
      },
      { clock },
    )
    while (turns.length < 100) await new Promise((resolve) => setImmediate(resolve))
    isOver = true
    abort()
    await over
    const stepsInTurn = Object.values(Object.groupBy(turns, (one) => one)).map((steps) => steps?.length)
    expect(stepsInTurn).toEqual(new Array(25).fill(4))
  })

  it('takes all steps at once when it is told in the middle of them', async () => {
    let now = 0
    const clock: Clock = {
      now: () => now,
      async sleep(ms) {
        now += ms
      },
    }
    let taken = 0
    const house = employ(
      function* () {
        for (let step = 0; step < 50; step += 1) {
          taken += 1
          now += 1
          if (step === 10) house.abort()
          yield
        }
      },
      { clock },
    )
    while (taken < 11) await new Promise((resolve) => setImmediate(resolve))
    expect(taken).toBe(50)
    await house.over
    expect(house.events).toEqual(['before the second', 'tidy until 1000'])
  })
})
