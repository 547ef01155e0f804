import { describe, expect, it, vi } from 'vitest'
import { startFixtureServer } from '../../fixtures/server/start.ts'
import { useFixtureTarget } from './fixture-target.fixture.ts'
import { runLadder } from './ladder.ts'
import type { LadderLevel, LadderOptions } from './ladder-options.ts'
import { LoadAbortedError } from './load-aborted-error.ts'
import { recordingContext } from './run-context.fixture.ts'

const server = useFixtureTarget()

const context = () => recordingContext({ baseUrl: server.url })

describe('a ladder', () => {
  it('has a result for each level, each reported as one of its own', async () => {
    const recording = context()
    const ladder = await runLadder('GET /delay/20', [1, 4], { iterations: 3 }, recording)

    expect(recording.reported).toEqual([ladder.level(1), ladder.level(4)])
    expect(recording.reported.map(({ name }) => name)).toEqual(['a test, 1 user', 'a test, 4 users'])
    expect(ladder.level(1).requests).toMatchObject({ total: 3, succeeded: 3 })
    expect(ladder.level(4).requests).toMatchObject({ total: 12, succeeded: 12 })
    expect(ladder.level(4).profile).toMatchObject({ kind: 'per-vu-iterations', vus: 4, iterations: 3 })
    expect(ladder.rows).toMatchObject([
      { level: '1 user', load: 1, successRate: 1, scaling: undefined },
      { level: '4 users', load: 4, successRate: 1 },
    ])
    // Four users that wait for a delay have four times as much done, where nothing else holds them up: that would be 1.
    const [one, four] = [ladder.level(1), ladder.level(4)].map(({ throughput }) => throughput.mean ?? Number.NaN)
    expect(ladder.rows[1]?.scaling).toBeCloseTo((four as number) / (one as number) / 4)
    expect(Object.isFrozen(ladder) && Object.isFrozen(ladder.rows) && Object.isFrozen(ladder.rows[0])).toBe(true)
  })

  it('may be of rates, each held for a time', async () => {
    const ladder = await runLadder('GET /health', ['20/s', '2400/min'], { duration: '1s', name: 'health' }, context())
    expect(ladder.rows.map(({ level, load }) => [level, load])).toEqual([
      ['20/s', 20],
      ['40/s', 40],
    ])
    expect(ladder.level('20/s').requests.succeeded).toBe(20)
    expect(ladder.level('40/s')).toBe(ladder.level('2400/min'))
    expect(ladder.level('40/s')).toMatchObject({ name: 'health, 40/s', model: 'open', requests: { succeeded: 40 } })
  })

  it('refuses a level that it does not have, with those that it has', async () => {
    const users = await runLadder('GET /health', [1, 2], { iterations: 1 }, context())
    const message = (asked: string) => `Unknown level '${asked}': known are '1 user', '2 users'`
    expect(() => users.level(200)).toThrow(expect.objectContaining({ code: 'ERR_LOAD_SLICE', message: message('200 users') }))
    expect(() => users.level('2/s')).toThrow(message('2/s'))
  })

  it('is scaled by LOAD_SCALE in its time, not in its levels', async () => {
    vi.stubEnv('LOAD_SCALE', '0.01')
    const ladder = await runLadder('GET /delay/5', [1, 2], { duration: '2m' }, context())
    expect(ladder.level(2)).toMatchObject({ scale: 0.01, profile: { vus: 2, duration: 1200 }, duration: 1200 })
  })

  it('keeps its levels whatever LOAD_VUS says, and warns of it', async () => {
    vi.stubEnv('LOAD_VUS', '7')
    vi.stubEnv('LOAD_DURATION', '200ms')
    const ladder = await runLadder('GET /health', [1, 2], { duration: '2m' }, context())
    expect(ladder.level(2)).toMatchObject({ profile: { vus: 2, duration: 200 } })
    const overridden = ladder.level(2).warnings.filter(({ code }) => code === 'profile-overridden')
    expect(overridden.map(({ message }) => message)).toEqual([
      'LOAD_DURATION=200 ms replaced 2 min',
      'LOAD_VUS has no effect: a ladder has its own levels',
    ])
  })

  it('ends with a level that is aborted', async () => {
    const recording = context()
    const aborted = runLadder(
      'GET /status/503',
      [1, 2],
      { duration: '20s', abortWhen: { errorRate: '>20%', after: '1s' } },
      recording,
    )
    await expect(aborted).rejects.toThrow(LoadAbortedError)
    expect(recording.reported.map(({ name }) => name)).toEqual(['a test, 1 user'])
  })

  it('shows a server that fails in the middle as a level without success', async () => {
    const short = await startFixtureServer()
    const once = runLadder(
      async ({ http, vu, iteration }) => {
        if (iteration === 0 && vu === 2) await short.close()
        await http.get('/health')
      },
      [1, 2, 3],
      { iterations: 2 },
      recordingContext({ baseUrl: short.url }),
    )
    const ladder = await once
    expect(ladder.rows[0]?.successRate).toBe(1)
    expect(ladder.rows[2]?.successRate).toBe(0)
  })
})

describe('the figures of a ladder', () => {
  it('have the CPU and memory of the process, where there is no server', async () => {
    const sampled = { ...context(), settings: { allowedHosts: [], coolDown: 0, sample: { every: 100 } } }
    const kept: Buffer[] = []
    const agent = async (): Promise<void> => {
      kept.push(Buffer.alloc(4 * 1024 ** 2, 1))
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    const ladder = await runLadder(agent, [2, 8], { iterations: 10 }, sampled)
    const [first, second] = ladder.rows
    expect(ladder.resourcesOf).toBe('generator')
    expect(first?.cpu).toBeGreaterThan(0)
    // 10 × 4 MB for each user.
    expect((second?.memory ?? 0) - (first?.memory ?? 0)).toBeGreaterThan(200 * 1024 ** 2)
    expect(second?.memoryPerUser).toBeGreaterThan(25 * 1024 ** 2)
    expect(kept).toHaveLength(100)
  })

  it('are a table in text', async () => {
    const ladder = await runLadder('GET /delay/10', [1, 10], { iterations: 2, name: 'delay' }, context())
    const lines = String(ladder).split('\n')
    expect(lines[0]).toMatch(/^delay +success +mean +p95 +throughput +scaling +generator CPU +memory +per user$/)
    expect(lines[1]).toMatch(/^1 user +100 % +[\d.]+ ms +[\d.]+ ms +[\d.,]+\/s +– +– +– +–$/)
    expect(lines[2]).toMatch(/^10 users +100 % +[\d.]+ ms +[\d.]+ ms +[\d.,]+\/s +[\d.]+ +– +– +–$/)
    expect(lines).toHaveLength(3)
  })
})

describe('bad options of a ladder', () => {
  it.each<[string, unknown, LadderOptions, string]>([
    [
      'no levels',
      [],
      {},
      "Expected `levels` to be a list of levels, such as [10, 50, 100] or ['50/s', '100/s'], got an empty list",
    ],
    ['no list', 10, {}, "Expected `levels` to be a list of levels, such as [10, 50, 100] or ['50/s', '100/s'], got 10"],
    ['half a user', [0.5], {}, 'Expected `levels[0]` to be a whole number of at least 1, got 0.5'],
    ['users among rates', ['5/s', 10], {}, "Expected `levels[1]` to be a rate as the first level is, such as '50/s', got 10"],
    ['a rate among users', [10, '50/s'], {}, "Expected `levels[1]` to be a whole number of at least 1, got '50/s'"],
    ['steps down', [10, 5], {}, 'Expected `levels[1]` to be above the level before it, 10 users, got 5'],
    ['a level twice', ['60/min', '1/s'], {}, "Expected `levels[1]` to be above the level before it, 1/s, got '1/s'"],
    [
      'a time and a number of iterations',
      [1],
      { duration: '5s', iterations: 2 },
      "Expected `duration` to be left out where `iterations` say when a level is over, got '5s'",
    ],
    [
      'iterations at a rate',
      ['5/s'],
      { iterations: 2 },
      'Expected `iterations` to be left out where levels are rates: give a `duration`, got 2',
    ],
    [
      'a budget below the highest level',
      ['5/s', '50/s'],
      { budget: '20/s' },
      "Expected `budget` to be at least the arrival rate of the profile, 50/s, got '20/s'",
    ],
  ])('are refused: %s', async (_, levels, options, message) => {
    const running = runLadder('GET /health', levels as readonly LadderLevel[], options, context())
    await expect(running).rejects.toThrow(expect.objectContaining({ code: 'ERR_LOAD_OPTIONS', message: `ladder: ${message}` }))
  })

  it('are listed together, with those of the scenario', async () => {
    const running = runLadder('GET health', [0], { durations: '5s', timeout: -1 } as LadderOptions, context())
    await expect(running).rejects.toThrow(
      /^ladder: 4 problems\n.*`durations`.*`duration`.*`timeout`.*`levels\[0\]`.*`path`.*'health'/s,
    )
  })
})
