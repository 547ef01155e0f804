import { describe, expect, it } from 'vitest'
import { FakeClock } from '../core/fake-clock.ts'
import { OpenLoop, type Worker } from './open-loop.ts'
import { Pacer } from './pacer.ts'
import { createRunTime } from './run-time.ts'

interface Rehearsal {
  readonly clock: FakeClock
  /** When iterations were due, and when they started. */
  readonly starts: [due: number, at: number][]
  readonly dropped: number[]
  /** How many found no data. */
  lacking: number
  readonly interrupted: number[]
  readonly users: () => number
  readonly abort: AbortController
  readonly enough: AbortController
  readonly over: Promise<void>
  isOver: boolean
}

/** Users that open in `opening` milliseconds, and whose iterations take what `iteration` says. */
async function rehearse(
  arrivals: readonly number[],
  iteration: (due: number) => number,
  { vus = 1, maxVus = 1, opening = 0, end = 10_000, gracefulStop = 5000, hasLeft = false, hasData = true } = {},
): Promise<Rehearsal> {
  const clock = new FakeClock()
  const time = createRunTime(clock)
  const abort = new AbortController()
  const enough = new AbortController()
  let users = 0
  const rehearsal = {
    clock,
    starts: [] as [number, number][],
    dropped: [] as number[],
    lacking: 0,
    interrupted: [] as number[],
    users: () => users,
    abort,
    enough,
    isOver: false,
  }
  const createUser = (): Worker => {
    const number = ++users
    const cut = new AbortController()
    return {
      hasLeft,
      open: () => (opening === 0 ? undefined : clock.sleep(opening)),
      async iterateLate(due) {
        if (!hasData) return false
        rehearsal.starts.push([due, time.now()])
        await clock.sleep(iteration(due), cut.signal)
        return true
      },
      close: async () => {},
      interrupt() {
        rehearsal.interrupted.push(number)
        cut.abort()
      },
    }
  }
  const loop = new OpenLoop({
    arrivals,
    vus,
    maxVus,
    end,
    gracefulStop,
    time,
    pacer: new Pacer({ time, maySpin: false }),
    signal: abort.signal,
    enough: enough.signal,
    createUser,
    onVus: () => {},
    onDrop: (due) => rehearsal.dropped.push(due),
    onLack: () => {
      rehearsal.lacking += 1
    },
  })
  const prepared = loop.prepare()
  await clock.advance(opening)
  await prepared
  time.begin(0)
  const over = loop.run().then(() => {
    result.isOver = true
  })
  const result: Rehearsal = Object.assign(rehearsal, { over })
  return result
}

describe('the open loop', () => {
  it('starts iterations when they are due, however long they take', async () => {
    const { clock, starts, over } = await rehearse([0, 1000, 2000, 3000], () => 2500, { vus: 10, maxVus: 10 })
    await clock.advance(30_000)
    await over
    expect(starts).toEqual([
      [0, 0],
      [1000, 1000],
      [2000, 2000],
      [3000, 3000],
    ])
  })

  it('drops what is due while all users are busy', async () => {
    const { clock, starts, dropped, over } = await rehearse([0, 1000, 2000, 3000, 4000], () => 2500)
    await clock.advance(30_000)
    await over
    expect(starts.map(([due]) => due)).toEqual([0, 3000])
    expect(dropped).toEqual([1000, 2000, 4000])
  })

  it('gets more users ready ahead of need, up to the most', async () => {
    const arrivals = Array.from({ length: 100 }, (_, index) => index * 100)
    const run = await rehearse(arrivals, () => 60_000, { vus: 10, maxVus: 30 })
    await run.clock.advance(100_000)
    await run.over
    expect(run.users()).toBe(30)
    expect(run.starts).toHaveLength(30)
    expect(run.dropped).toHaveLength(70)
  })

  it('starts all that is late, by users who are ready at once', async () => {
    const late = Array.from({ length: 200 }, () => 0)
    const run = await rehearse([...late, 1000], () => 5000, { vus: 10, maxVus: 1000 })
    await run.clock.advance(30_000)
    await run.over
    expect(run.starts).toHaveLength(201)
    expect(run.dropped).toEqual([])
  })

  it('gets a user ready for each arrival that finds none, however long that takes', async () => {
    const arrivals = Array.from({ length: 40 }, (_, index) => index * 100)
    const run = await rehearse(arrivals, () => 10_000, { vus: 10, maxVus: 100, opening: 1000 })
    await run.clock.advance(60_000)
    await run.over
    // Ten were there; the last of them called for the one that was ready a second later.
    expect(run.dropped).toEqual([1000, 1100, 1200, 1300, 1400, 1500, 1600, 1700, 1800])
    expect(run.starts).toHaveLength(31)
  })

  it('waits for the first users before its time begins', async () => {
    const { clock, starts, over } = await rehearse([0, 100], () => 10, { vus: 3, maxVus: 3, opening: 2000 })
    await clock.advance(30_000)
    await over
    expect(starts).toEqual([
      [0, 0],
      [100, 100],
    ])
  })

  it('lets iterations end within the grace, and cuts the rest', async () => {
    const run = await rehearse([9000, 9500], (due) => (due === 9000 ? 3000 : 60_000), { vus: 2, maxVus: 2 })
    await run.clock.advance(14_999)
    expect(run).toMatchObject({ isOver: false, interrupted: [] })
    await run.clock.advance(1)
    expect(run).toMatchObject({ isOver: true, interrupted: [1, 2] })
  })

  it.each([
    ['users leave before they begin', { hasLeft: true }],
    ['users find none when they begin', { hasData: false }],
  ])('drops nothing for want of data, where %s: the target is not to blame', async (_, lack) => {
    const run = await rehearse([0, 1000], () => 10, lack)
    await run.clock.advance(30_000)
    await run.over
    expect(run).toMatchObject({ starts: [], dropped: [], lacking: 2 })
  })

  it('neither starts nor drops what is due when the run has sent all that it may, and waits for what is under way', async () => {
    const run = await rehearse([0, 1000, 2000, 3000], () => 700, { vus: 5, maxVus: 5 })
    await run.clock.advance(1500)
    run.enough.abort()
    await run.clock.advance(199)
    expect(run.isOver).toBe(false)
    await run.clock.advance(1)
    expect(run).toMatchObject({ isOver: true, dropped: [], interrupted: [] })
    expect(run.starts.map(([due]) => due)).toEqual([0, 1000])
  })

  it('ends at once when it is aborted', async () => {
    const run = await rehearse([0, 100, 200, 5000], () => 60_000, { vus: 5, maxVus: 5 })
    await run.clock.advance(1000)
    run.abort.abort()
    await run.clock.advance(0)
    expect(run.isOver).toBe(true)
    expect(run.starts).toHaveLength(3)
  })
})
