import { describe, expect, it } from 'vitest'
import { FakeClock } from '../core/fake-clock.ts'
import { createRandom, type Random } from '../core/random.ts'
import { runFanOut } from './fan-out.ts'
import { startTime } from './run-time.ts'
import type { VirtualUser } from './virtual-user.ts'

interface Rehearsal {
  readonly clock: FakeClock
  readonly abort: AbortController
  readonly enough: AbortController
  /** Who performed which item from when on, and what it drew at its start and at its end. */
  readonly calls: { user: number; data: unknown; due: number; drawn: unknown[] }[]
  readonly interrupted: number[]
  readonly closed: number[]
  readonly vus: number[]
  users: number
  under: number
  most: number
  isOver: boolean
  over: Promise<void>
}

/** Users who take so many milliseconds for an item. */
function rehearse(items: readonly unknown[], concurrency: number, duration: (data: unknown) => number): Rehearsal {
  const clock = new FakeClock()
  const rehearsal: Rehearsal = {
    clock,
    abort: new AbortController(),
    enough: new AbortController(),
    calls: [],
    interrupted: [],
    closed: [],
    vus: [],
    users: 0,
    under: 0,
    most: 0,
    isOver: false,
    over: Promise.resolve(),
  }
  const createUser = (): VirtualUser => {
    const user = ++rehearsal.users
    const cut = new AbortController()
    return {
      async iterate(due: number, { data, random }: { data?: unknown; random?: Random } = {}) {
        const drawn: unknown[] = [random?.next()]
        rehearsal.calls.push({ user, data, due, drawn })
        rehearsal.under += 1
        rehearsal.most = Math.max(rehearsal.most, rehearsal.under)
        await clock.sleep(duration(data), cut.signal)
        rehearsal.under -= 1
        drawn.push(random?.next())
        return clock.now()
      },
      interrupt() {
        rehearsal.interrupted.push(user)
        cut.abort()
      },
      async close() {
        rehearsal.closed.push(user)
      },
    } as unknown as VirtualUser
  }
  rehearsal.over = runFanOut({
    end: 60_000,
    items,
    concurrency,
    time: startTime(clock, 0),
    signal: rehearsal.abort.signal,
    enough: rehearsal.enough.signal,
    createUser,
    random: createRandom(1),
    onVus: (active) => void rehearsal.vus.push(active),
  }).then(() => {
    rehearsal.isOver = true
  })
  return rehearsal
}

const letters = ['a', 'b', 'c', 'd', 'e']

describe('a fan-out', () => {
  it('is cut when it takes too long, and starts no more', async () => {
    const run = rehearse(letters, 2, () => 50_000)
    await run.clock.advance(59_999)
    expect(run).toMatchObject({ isOver: false, interrupted: [] })
    await run.clock.advance(1)
    expect(run).toMatchObject({ isOver: true, interrupted: [1, 2] })
    expect(run.calls.map(({ data }) => data)).toEqual(['a', 'b', 'c', 'd'])
  })

  it('makes no more calls when the run has sent all that it may, and waits for those under way', async () => {
    const run = rehearse(letters, 2, () => 100)
    await run.clock.advance(150)
    run.enough.abort()
    await run.clock.advance(50)
    expect(run).toMatchObject({ isOver: true, interrupted: [] })
    expect(run.calls.map(({ data }) => data)).toEqual(['a', 'b', 'c', 'd'])
  })

  it('performs each item once, as many at a time as it may', async () => {
    const run = rehearse(letters, 2, () => 100)
    await run.clock.advance(299)
    expect(run.isOver).toBe(false)
    await run.clock.advance(1)
    expect(run).toMatchObject({ isOver: true, most: 2 })
    expect(run.calls.map(({ data, due }) => [data, due])).toEqual([
      ['a', 0],
      ['b', 0],
      ['c', 100],
      ['d', 100],
      ['e', 200],
    ])
  })

  it('begins with all of them where it may', async () => {
    const run = rehearse(letters, 5, () => 100)
    await run.clock.advance(100)
    expect(run).toMatchObject({ isOver: true, most: 5, users: 5 })
  })

  it('employs no more users than it needs, and closes each at the end', async () => {
    const run = rehearse(letters, 2, () => 100)
    await run.clock.advance(299)
    expect(run.closed).toEqual([])
    await run.clock.advance(1)
    expect(run).toMatchObject({ users: 2, closed: [1, 2], interrupted: [] })
  })

  it('tells how many are under way, at last none', async () => {
    const run = rehearse(letters, 2, () => 100)
    await run.clock.advance(1000)
    expect(Math.max(...run.vus)).toBe(2)
    expect(run.vus.at(-1)).toBe(0)
  })

  it('gives an item the same random numbers, whoever performs it, and when', async () => {
    const drawn: Record<string, unknown>[] = []
    for (const [concurrency, slow] of [
      [5, 'a'],
      [2, 'a'],
      [2, 'b'],
      [1, 'c'],
    ] as const) {
      const run = rehearse(letters, concurrency, (data) => (data === slow ? 1000 : 100))
      await run.clock.advance(10_000)
      drawn.push(Object.fromEntries(run.calls.map((call) => [call.data, call.drawn])))
    }
    expect(new Set(Object.values(drawn[0] ?? {}).flat()).size).toBe(10)
    for (const one of drawn) expect(one).toEqual(drawn[0])
  })

  it('that is aborted in the middle cuts what is under way, and begins nothing more', async () => {
    const run = rehearse(letters, 2, () => 100)
    await run.clock.advance(150)
    run.abort.abort()
    await run.clock.advance(0)
    expect(run).toMatchObject({ isOver: true, interrupted: [1, 2], closed: [1, 2] })
    expect(run.calls.map((call) => call.data)).toEqual(['a', 'b', 'c', 'd'])
  })

  it('that was aborted before does nothing', async () => {
    const run = rehearse(letters, 2, () => 100)
    run.abort.abort()
    await run.clock.advance(0)
    expect(run).toMatchObject({ isOver: true, users: 0, calls: [] })
  })

  it('interrupts nobody once it is over', async () => {
    const run = rehearse(letters, 2, () => 100)
    await run.clock.advance(1000)
    run.abort.abort()
    expect(run.interrupted).toEqual([])
  })
})
