import { describe, expect, it } from 'vitest'
import { FakeClock } from '../core/fake-clock.ts'
import { type PlannedEvent, startEvents } from './events.ts'
import { startTime } from './run-time.ts'

function rehearse(planned: readonly PlannedEvent[], warmUp = 0) {
  const clock = new FakeClock()
  const abort = new AbortController()
  const time = startTime(clock, warmUp)
  return { clock, time, abort, events: startEvents(planned, { time, signal: abort.signal }) }
}

const nothing = (): void => {}

describe('events', () => {
  it('come at their moments after the warm-up, in the order of time', async () => {
    const came: string[] = []
    const note = (name: string) => ({ name, run: () => void came.push(`${name} ${time.now()}`) })
    const { clock, time, events } = rehearse(
      [
        { at: 3000, ...note('later') },
        { at: 1000, ...note('first') },
      ],
      500,
    )
    await clock.advance(1499)
    expect(came).toEqual([])
    await clock.advance(5000)
    expect(came).toEqual(['first 1000', 'later 3000'])
    expect(await events.end()).toEqual({
      events: [
        { name: 'first', at: 1000, state: 'done', duration: 0 },
        { name: 'later', at: 3000, state: 'done', duration: 0 },
      ],
      missed: [],
    })
  })

  it('do not wait for each other', async () => {
    const { clock, events } = rehearse([
      { at: 1000, name: 'slow', run: () => clock.sleep(2000) },
      { at: 2000, name: 'quick', run: nothing },
    ])
    await clock.advance(5000)
    expect((await events.end()).events).toEqual([
      { name: 'slow', at: 1000, state: 'done', duration: 2000 },
      { name: 'quick', at: 2000, state: 'done', duration: 0 },
    ])
  })

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('no such server')
      },
    ],
    ['rejects', async () => Promise.reject(new Error('no such server'))],
  ])('that %s says so, and the others come', async (_, run) => {
    const { clock, events } = rehearse([
      { at: 1000, name: 'broken', run },
      { at: 2000, name: 'next', run: nothing },
    ])
    await clock.advance(3000)
    expect((await events.end()).events).toMatchObject([
      { name: 'broken', state: 'failed', error: 'no such server' },
      { name: 'next', state: 'done' },
    ])
  })

  it('that never settles is waited for a while, and told', async () => {
    const { clock, events } = rehearse([{ at: 1000, name: 'stuck', run: () => new Promise(() => {}) }])
    await clock.advance(2000)
    const ended = events.end()
    await clock.advance(5000)
    expect((await ended).events).toEqual([{ name: 'stuck', at: 1000, state: 'unsettled' }])
  })

  it('that are not due at the end never come', async () => {
    const { clock, events } = rehearse([
      { at: 1000, name: 'due', run: nothing },
      { at: 9000, name: 'late', run: nothing },
    ])
    await clock.advance(2000)
    expect(await events.end()).toMatchObject({ events: [{ name: 'due' }], missed: ['late'] })
    await clock.advance(20_000)
    expect(await events.end()).toMatchObject({ events: [{ name: 'due' }], missed: ['late'] })
  })

  it('are not waited for when the run is aborted', async () => {
    const { clock, abort, events } = rehearse([{ at: 1000, name: 'stuck', run: () => new Promise(() => {}) }])
    await clock.advance(1000)
    abort.abort()
    expect((await events.end()).events).toMatchObject([{ state: 'unsettled' }])
  })
})
