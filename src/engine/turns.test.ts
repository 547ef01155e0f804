import { describe, expect, it } from 'vitest'
import { FakeClock } from '../core/fake-clock.ts'
import { startTime } from './run-time.ts'
import { runInTurns, type TurnTaker } from './turns.ts'

/** Two users with turns of 3 s each, from 0 s and from 6 s, whose iterations take so many milliseconds. */
function rehearse(iteration: number, gracefulStop = 1000) {
  const clock = new FakeClock()
  const time = startTime(clock, 0)
  const abort = new AbortController()
  const enough = new AbortController()
  const starts: number[] = []
  const log: string[] = []
  const vus: number[] = []
  const createUser = (): TurnTaker => {
    const cut = new AbortController()
    return {
      hasLeft: false,
      open: async () => void log.push('open'),
      async iterateWhile(mayIterate) {
        while (mayIterate(time.now()) && !cut.signal.aborted) {
          starts.push(time.now())
          await clock.sleep(iteration, cut.signal)
        }
      },
      close: async () => void log.push('close'),
      leave: () => void log.push('leave'),
      interrupt() {
        log.push('interrupt')
        cut.abort()
      },
    }
  }
  const turns = [
    { start: 0, end: 3000 },
    { start: 6000, end: 9000 },
  ]
  const over = runInTurns({
    ...{ turns, vus: 2, gracefulStop, time, createUser, signal: abort.signal, enough: enough.signal },
    onVus: (active) => void vus.push(active),
  })
  return { clock, abort, enough, starts, log, vus, over }
}

describe('users in turns', () => {
  it('iterate in theirs, wait in between, and open and close once', async () => {
    const { clock, starts, log, vus, over } = rehearse(1000)
    await clock.advance(10_000)
    await over
    expect(starts).toEqual([0, 0, 1000, 1000, 2000, 2000, 6000, 6000, 7000, 7000, 8000, 8000])
    expect(log).toEqual(['open', 'open', 'leave', 'leave', 'close', 'close'])
    expect(vus).toEqual([2, 0])
  })

  it('who are still at it when the next turn begins take part from then on', async () => {
    const { clock, starts, over } = rehearse(7000, 10_000)
    await clock.advance(20_000)
    await over
    expect(starts).toEqual([0, 0, 7000, 7000])
  })

  it('are interrupted when the grace is over', async () => {
    const { clock, log, over } = rehearse(8500, 1000)
    await clock.advance(10_500)
    await over
    expect(log.filter((one) => one === 'interrupt')).toHaveLength(2)
  })

  it('are interrupted by an abort, and start nothing any more', async () => {
    const { clock, abort, starts, log, over } = rehearse(1000)
    await clock.advance(1500)
    abort.abort()
    await clock.advance(0)
    await over
    expect(starts).toHaveLength(4)
    expect(log).toContain('interrupt')
  })

  it('finish what they do when enough was sent', async () => {
    const { clock, enough, starts, log, over } = rehearse(1000)
    await clock.advance(1500)
    enough.abort()
    await clock.advance(1000)
    await over
    expect(starts).toHaveLength(4)
    expect(log).not.toContain('interrupt')
  })
})
