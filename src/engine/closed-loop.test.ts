import { describe, expect, it } from 'vitest'
import { FakeClock } from '../core/fake-clock.ts'
import { constantVus } from '../profile/constant-vus.ts'
import { perVuIterations } from '../profile/per-vu-iterations.ts'
import type { ClosedProfile } from '../profile/profile.ts'
import { rampingVus } from '../profile/ramping-vus.ts'
import { sharedIterations } from '../profile/shared-iterations.ts'
import { type Permit, runClosedLoop, type User } from './closed-loop.ts'
import { startTime } from './run-time.ts'

interface Rehearsal {
  /** When which slot started an iteration. */
  readonly starts: [slot: number, at: number][]
  readonly interrupted: number[]
  readonly vus: [at: number, active: number][]
  readonly abort: AbortController
  readonly enough: AbortController
  readonly clock: FakeClock
  readonly over: Promise<void>
  isOver: boolean
}

/** Users whose iterations take so many milliseconds each: all the same, or by the number of the user, from 0. */
function rehearse(
  profile: ClosedProfile,
  iteration: number | ((user: number) => number),
  { warmUp = 0, gracefulStop = 30_000 } = {},
): Rehearsal {
  const clock = new FakeClock()
  const time = startTime(clock, warmUp)
  const abort = new AbortController()
  const enough = new AbortController()
  const rehearsal: Rehearsal = {
    starts: [],
    interrupted: [],
    vus: [],
    abort,
    enough,
    clock,
    isOver: false,
    over: Promise.resolve(),
  }
  let users = 0
  const createUser = (): User => {
    const slot = users++
    const cut = new AbortController()
    let isLeaving = false
    return {
      async run(mayIterate: Permit) {
        while (!isLeaving && mayIterate(time.now())) {
          rehearsal.starts.push([slot, time.now()])
          await clock.sleep(typeof iteration === 'number' ? iteration : iteration(slot), cut.signal)
        }
      },
      leave() {
        isLeaving = true
      },
      interrupt() {
        isLeaving = true
        rehearsal.interrupted.push(slot)
        cut.abort()
      },
    }
  }
  const onVus = (active: number): void => void rehearsal.vus.push([time.now(), active])
  const signals = { signal: abort.signal, enough: enough.signal }
  const over = runClosedLoop({ profile, warmUp, gracefulStop, time, ...signals, createUser, onVus }).then(() => {
    rehearsal.isOver = true
  })
  return Object.assign(rehearsal, { over })
}

describe('constant users', () => {
  it('start their next iteration when the last is done, until the time is over', async () => {
    const { clock, starts, over } = rehearse(constantVus(2, '10s'), 4000)
    await clock.advance(20_000)
    await over
    expect(starts.map(([, at]) => at)).toEqual([0, 0, 4000, 4000, 8000, 8000])
  })

  it('finish their last iteration within the grace', async () => {
    const run = rehearse(constantVus(1, '10s'), 7000)
    await run.clock.advance(13_999)
    expect(run.isOver).toBe(false)
    await run.clock.advance(1)
    expect(run).toMatchObject({ isOver: true, interrupted: [] })
  })

  it('are interrupted when the grace is over', async () => {
    const run = rehearse(constantVus(1, '10s', { gracefulStop: '2s' }), 1e9, { gracefulStop: 2000 })
    await run.clock.advance(11_999)
    expect(run.interrupted).toEqual([])
    await run.clock.advance(1)
    expect(run).toMatchObject({ isOver: true, interrupted: [0] })
  })

  it('join at the spawn rate', async () => {
    const { clock, vus, over } = rehearse(constantVus(3, '10s', { spawnRate: '1/s' }), 20_000)
    await clock.advance(60_000)
    await over
    expect(vus.slice(0, 3)).toEqual([
      [0, 1],
      [1000, 2],
      [2000, 3],
    ])
  })

  it('are there from the start of the warm-up on', async () => {
    const { clock, starts, over } = rehearse(constantVus(1, '4s'), 3000, { warmUp: 5000 })
    await clock.advance(60_000)
    await over
    expect(starts).toEqual([
      [0, -5000],
      [0, -2000],
      [0, 1000],
    ])
  })

  it('are all interrupted at once when the run is aborted', async () => {
    const run = rehearse(constantVus(5, '10s'), 1e9)
    await run.clock.advance(3000)
    run.abort.abort()
    await run.clock.advance(0)
    expect(run).toMatchObject({ isOver: true, interrupted: [0, 1, 2, 3, 4] })
  })
})

describe('a permit', () => {
  it.each([
    [-1, true],
    [0, true],
    [9999.9, true],
    [10_000, false],
    [10_001, false],
  ])('asked at %d ms of 10 s says %s', async (moment, answer) => {
    const permits: Permit[] = []
    const clock = new FakeClock()
    const over = runClosedLoop({
      profile: constantVus(1, '10s'),
      warmUp: 0,
      gracefulStop: 0,
      time: startTime(clock, 0),
      signal: new AbortController().signal,
      enough: new AbortController().signal,
      createUser: () => ({ run: async (mayIterate) => void permits.push(mayIterate), leave() {}, interrupt() {} }),
      onVus() {},
    })
    await clock.advance(10_000)
    await over
    expect(permits[0]?.(moment)).toBe(answer)
  })
})

describe('a run that is aborted', () => {
  it('lets nobody join any more', async () => {
    const run = rehearse(constantVus(5, '10s', { spawnRate: '1/s' }), 1e9)
    await run.clock.advance(1500)
    run.abort.abort()
    await run.clock.advance(0)
    expect(run.isOver).toBe(true)
    expect(run.vus.map(([, active]) => active)).toEqual([1, 2, 1, 0])
  })

  it('before it begins has no users', async () => {
    const clock = new FakeClock()
    let users = 0
    const createUser = (): User => {
      users += 1
      return { run: async () => {}, leave() {}, interrupt() {} }
    }
    const signal = AbortSignal.abort()
    const options = { profile: constantVus(3, '10s'), warmUp: 0, gracefulStop: 0, time: startTime(clock, 0), signal }
    await runClosedLoop({ ...options, enough: new AbortController().signal, createUser, onVus() {} })
    expect(users).toBe(0)
  })
})

describe('a run that has sent all that it may', () => {
  it.each([
    ['a time', constantVus(2, '10s')],
    ['iterations', perVuIterations(2, 100)],
  ])('starts no iteration any more, and waits for those under way: %s', async (_, profile) => {
    const run = rehearse(profile, 400)
    await run.clock.advance(1000)
    run.enough.abort()
    await run.clock.advance(199)
    expect(run.isOver).toBe(false)
    await run.clock.advance(1)
    expect(run).toMatchObject({ isOver: true, interrupted: [] })
    expect(run.starts).toHaveLength(6)
  })

  it('lets nobody join any more', async () => {
    const run = rehearse(constantVus(5, '10s', { spawnRate: '1/s' }), 1500)
    await run.clock.advance(1200)
    run.enough.abort()
    await run.clock.advance(5000)
    expect(run.isOver).toBe(true)
    expect(run.starts.map(([slot]) => slot)).toEqual([0, 1])
  })

  it('cuts what takes longer than the grace', async () => {
    const run = rehearse(constantVus(1, '10s'), 1e9, { gracefulStop: 2000 })
    run.enough.abort()
    await run.clock.advance(1999)
    expect(run.isOver).toBe(false)
    await run.clock.advance(1)
    expect(run).toMatchObject({ isOver: true, interrupted: [0] })
  })
})

describe('a user who breaks', () => {
  it.each([
    ['for a time', constantVus(1, '1h')],
    ['for a number of iterations', perVuIterations(1, 5, { maxDuration: '1h' })],
  ])('ends a run %s with its error, at once', async (_, profile) => {
    const clock = new FakeClock()
    const time = startTime(clock, 0)
    const never = new AbortController().signal
    const broken = new Error('broken')
    const createUser = (): User => ({ run: () => Promise.reject(broken), leave() {}, interrupt() {} })
    const options = { profile, warmUp: 0, gracefulStop: 1000, time, signal: never, enough: never, createUser, onVus() {} }
    let error: unknown
    runClosedLoop(options).catch((thrown) => {
      error = thrown
    })
    await clock.advance(1)
    expect(error).toBe(broken)
  })
})

describe('ramping users', () => {
  it('come and go along the stages, the last one first', async () => {
    const profile = rampingVus([
      { target: 4, duration: '4s' },
      { target: 0, duration: '4s' },
    ])
    const { clock, vus, starts, over } = rehearse(profile, 100)
    await clock.advance(60_000)
    await over
    expect(vus.map(([at, active]) => [Math.round(at), active])).toEqual([
      [500, 1],
      [1500, 2],
      [2500, 3],
      [3500, 4],
      [4500, 3],
      [5500, 2],
      [6500, 1],
      [7500, 0],
    ])
    expect(starts.findLast(([slot]) => slot === 3)?.[1]).toBeLessThan(4500)
  })

  it('get the grace of their own when they leave before the end', async () => {
    const profile = rampingVus([
      { from: 2, target: 2, duration: '2s' },
      { from: 1, target: 1, duration: '60s' },
    ])
    const run = rehearse(profile, 1e9, { gracefulStop: 5000 })
    await run.clock.advance(7000)
    expect(run.interrupted).toEqual([1])
    run.abort.abort()
    await run.clock.advance(0)
  })
})

describe('a slot that was joined again', () => {
  it('is not freed by the user who left it and ends later', async () => {
    const profile = rampingVus([
      { from: 2, target: 2, duration: '2s' },
      { from: 1, target: 1, duration: '1s' },
      { from: 2, target: 2, duration: '5s' },
    ])
    const run = rehearse(profile, (user) => (user === 1 ? 3500 : 1e9), { gracefulStop: 3000 })
    await run.clock.advance(10_999)
    expect(run.interrupted).toEqual([])
    await run.clock.advance(1)
    expect(run).toMatchObject({ isOver: true, interrupted: [0, 2] })
  })
})

describe('a number of iterations', () => {
  it('is shared by the users, the faster taking more', async () => {
    const { clock, starts, over } = rehearse(sharedIterations(3, 7), 1000)
    await clock.advance(10_000)
    await over
    expect(starts).toHaveLength(7)
  })

  it('is done by each user', async () => {
    const { clock, starts, over } = rehearse(perVuIterations(3, 2), 1000)
    await clock.advance(10_000)
    await over
    expect(starts.map(([slot]) => slot).sort()).toEqual([0, 0, 1, 1, 2, 2])
  })

  it('does not count those of the warm-up', async () => {
    const { clock, starts, over } = rehearse(perVuIterations(1, 2), 1000, { warmUp: 3000 })
    await clock.advance(20_000)
    await over
    expect(starts.map(([, at]) => at)).toEqual([-3000, -2000, -1000, 0, 1000])
  })

  it('ends at the longest duration', async () => {
    const run = rehearse(sharedIterations(1, 1000, { maxDuration: '5s' }), 1000)
    await run.clock.advance(6000)
    expect(run.isOver).toBe(true)
    expect(run.starts).toHaveLength(5)
  })

  it('ends as soon as the last one is done', async () => {
    const run = rehearse(sharedIterations(2, 4), 1000)
    await run.clock.advance(2000)
    expect(run.isOver).toBe(true)
  })
})
