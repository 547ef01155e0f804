import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { startTcpServer } from '../faults/servers.fixture.ts'
import type { CapacityLevel, CapacityResult } from '../metrics/capacity-result.ts'
import { scenario } from '../scenario/scenario.ts'
import type { CapacityOptions } from './capacity-options.ts'
import { runFindCapacity } from './find-capacity.ts'
import { useFixtureTarget } from './fixture-target.fixture.ts'
import { LoadAbortedError } from './load-aborted-error.ts'
import { type RecordingContext, recordingContext } from './run-context.fixture.ts'

const server = useFixtureTarget()

const context = (signal?: AbortSignal) => recordingContext({ baseUrl: server.url }, signal)
const sound: CapacityOptions = { objective: { p95: '100ms' }, from: '10/s', to: '20/s' }
/** An objective that no delay of this machine is against. */
const patient: CapacityOptions = { ...sound, objective: { errorRate: '1%' } }

/** Searches again where a level tells of this machine alone, because it was held up: the search then goes another way. */
async function searchCalmly<Found>(
  search: () => Promise<Found>,
  levelsOf: (found: Found) => readonly CapacityLevel[],
): Promise<Found> {
  for (let tries = 1; ; tries += 1) {
    const found = await search()
    if (tries === 5 || levelsOf(found).every(({ verdict }) => verdict !== 'generator-limited')) return found
  }
}

const levelsOfStudies = ({ recording }: { recording: RecordingContext }) =>
  recording.studies.flatMap((study) => (study as CapacityResult).levels)

describe('a search for a capacity', () => {
  it('says that an objective is missed at the lowest level, without going on', { timeout: 30_000 }, async () => {
    const recording = context()
    const result = await runFindCapacity('GET /delay/80', { ...sound, objective: { p95: '20ms' } }, recording)
    expect(result).toMatchObject({
      outcome: { state: 'completed' },
      verdict: 'fails-at-start',
      limitedBy: 'p95',
      capacity: undefined,
      name: 'a test',
      unit: 'rate',
    })
    expect(result.levels.map(({ offered, verdict }) => [offered, verdict])).toEqual([
      [10, 'missed'],
      [10, 'missed'],
    ])
    expect(result.levels[0]?.reason).toMatch(/^p95 could no longer be within 20 ms: \d+ requests were slower in \d/)
    expect(result.levels[0]?.duration).toBeLessThan(2500)
    expect(recording.studies).toEqual([result])
    expect(recording.reported).toEqual([])
    expect(Object.isFrozen(result) && Object.isFrozen(result.levels)).toBe(true)
  })

  it('is limited by errors, however fast they come', { timeout: 30_000 }, async () => {
    const objective = { p95: '100ms', errorRate: '1%' } as const
    const result = await runFindCapacity('GET /status/500', { ...sound, objective }, context())
    expect(result).toMatchObject({ verdict: 'fails-at-start', limitedBy: 'errorRate' })
    expect(result.levels[0]).toMatchObject({ errorRate: 1, p95: undefined })
  })

  it.each([1, 2, 3])(
    'goes on after a level at once, whichever task a user begins with (seed %i), and scales the warm-up',
    { timeout: 180_000 },
    async (seed) => {
      vi.stubEnv('LOAD_SCALE', '0.1')
      onTestFinished(() => void vi.unstubAllEnvs())
      const mix = scenario({
        name: 'mix',
        run: [
          [1, 'slow', ({ http }) => http.get('/delay/80')],
          [1, 'fast', ({ http }) => http.get('/delay/1')],
        ],
      })
      const options: CapacityOptions = { objective: { errorRate: '1%' }, from: '10/s', to: '20/s', warmUp: '20s', seed }
      const search = async () => {
        const begun = performance.now()
        const result = await runFindCapacity(mix, options, context())
        return { result, took: performance.now() - begun }
      }
      const { result, took } = await searchCalmly(search, (found) => found.result.levels)
      expect(result).toMatchObject({ verdict: 'none-found', scale: 0.1, levels: [{ verdict: 'met' }, { verdict: 'met' }] })
      expect(result.warnings).toEqual([])
      // The levels and their warm-ups take 10 s. It would wait for 30 s after one of them, and warm up for 40 s.
      expect(took).toBeLessThan(25_000)
    },
  )

  it('ends with what it knows where the target dies', { timeout: 240_000 }, async () => {
    const options: CapacityOptions = { ...patient, to: '1000/s', levelDuration: '3s' }
    const search = async () => {
      const mortal = await startTcpServer((socket) => {
        socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'))
      })
      setTimeout(() => void mortal.close(), 4500)
      return await runFindCapacity('GET /', options, recordingContext({ baseUrl: mortal.url }))
    }
    const result = await searchCalmly(search, ({ levels }) => levels)
    expect(result.verdict).not.toBe('none-found')
    expect(result.warnings).toContainEqual({
      code: 'target-gone',
      message: 'After a level not one request got through in 30 s, so the target is down: the search ended with what it knew',
    })
    // Two levels, or three where the server died in the rest between them.
    expect(result.levels.length).toBeLessThanOrEqual(3)
    expect(result.levels.at(-1)).toMatchObject({ verdict: 'missed', limitedBy: 'errorRate' })
  })

  it('shows the level that it was in when the test was over', { timeout: 30_000 }, async () => {
    const recording = context(AbortSignal.timeout(1500))
    await expect(runFindCapacity('GET /delay/5', patient, recording)).rejects.toBeInstanceOf(LoadAbortedError)
    expect(recording.reported.map(({ name }) => name)).toEqual(['a test, 10/s'])
    expect(recording.studies).toEqual([])
  })

  it('shows the levels that were measured when the test was over, and the one that it was in', { timeout: 90_000 }, async () => {
    const search = async () => {
      const over = new AbortController()
      let asked = 0
      const visit = async ({ http }: { http: { get(path: string): Promise<unknown> } }): Promise<void> => {
        await http.get('/delay/1')
        // Those of the first level are 30, so the second is on.
        if (++asked === 70) over.abort(new Error('the test timed out'))
      }
      const recording = context(over.signal)
      const options: CapacityOptions = { ...patient, to: '40/s', levelDuration: '3s' }
      return { recording, error: await runFindCapacity(visit, options, recording).catch((thrown: unknown) => thrown) }
    }
    const { recording, error } = await searchCalmly(search, levelsOfStudies)
    expect(error).toBeInstanceOf(LoadAbortedError)
    expect(recording.reported).toMatchObject([{ name: 'a test, 20/s', outcome: { state: 'aborted' } }])
    expect(recording.studies).toMatchObject([
      {
        kind: 'capacity',
        outcome: { state: 'aborted', reason: 'the test timed out' },
        verdict: 'aborted',
        capacity: { mean: undefined, low: 10, high: undefined },
        limitedBy: undefined,
        levels: [{ offered: 10, verdict: 'met' }],
      },
    ])
    const [study] = recording.studies as [CapacityResult]
    expect((study.outcome as { at: number }).at).toBeGreaterThan(3000)
  })

  it('shows the levels that were measured when an error ends the search, and what came before it', {
    timeout: 90_000,
  }, async () => {
    const search = async () => {
      let asked = 0
      const visit = async ({ http }: { http: { get(path: string): Promise<unknown> } }): Promise<void> => {
        asked += 1
        await http.get(asked < 70 ? '/delay/1' : 'http://elsewhere.example/')
      }
      const recording = context()
      const options: CapacityOptions = { ...patient, to: '40/s', levelDuration: '3s' }
      return { recording, error: await runFindCapacity(visit, options, recording).catch((thrown: unknown) => thrown) }
    }
    const { recording, error } = await searchCalmly(search, levelsOfStudies)
    expect((error as Error).message).toContain('elsewhere.example')
    expect(recording.reported).toMatchObject([{ name: 'a test, 20/s' }])
    expect(recording.studies).toMatchObject([
      {
        outcome: { state: 'aborted', reason: expect.stringContaining('elsewhere.example') },
        verdict: 'aborted',
        levels: [{ offered: 10, verdict: 'met' }],
      },
    ])
  })

  it.each<[string, unknown, string]>([
    [
      'no limit',
      { objective: {} },
      "Expected `objective` to be a limit of at least one metric, such as { p95: '200ms', errorRate: '1%' }, got an object",
    ],
    ['an unknown metric', { objective: { p96: '1s' } }, 'Unknown option `objective.p96`: did you mean `p90`?'],
    ['a `from` above `to`', { from: '30/s' }, "Expected `to` to be above `from`, 30/s, got '20/s'"],
    ['a `to` that is `from`', { to: '10/s' }, "Expected `to` to be above `from`, 10/s, got '10/s'"],
    ['no arrivals', { from: '0/s' }, "Expected `from` to be a rate above 0, such as '200/s', got '0/s'"],
    ['fewer than none', { from: '-1/s' }, "Expected `from` to be a rate above 0, such as '200/s', got '-1/s'"],
    ['no user', { from: 0, to: 10 }, 'Expected `from` to be a whole number of at least 1, got 0'],
    ['half a user', { from: 1, to: 2.5 }, 'Expected `to` to be a whole number of at least 1, got 2.5'],
    ['users and a rate', { from: 1 }, "Expected `to` to be a number of users as `from` is, got '20/s'"],
    ['a rate and users', { to: 20 }, "Expected `to` to be a rate as `from` is, such as '1000/s', got 20"],
    [
      'no `from`',
      { from: undefined },
      "Expected `from` to be a number of users, or arrivals as text such as '10/s', got undefined",
    ],
    [
      'too fine a resolution',
      { resolution: '0.1%' },
      "Expected `resolution` to be a share from 0.005 to 0.5, such as '1%', got '0.1%'",
    ],
    [
      'a time-out within the limits',
      { timeout: '100ms' },
      "Expected `timeout` to be above the limits of latency in `objective`, or no request could show that it is past them, got '100ms'",
    ],
    ['an option that searches have not', { budget: '1/s' }, 'Unknown option `budget`'],
    ['threads', { threads: 2 }, 'Unknown option `threads`'],
    ['events', { events: [] }, 'Unknown option `events`'],
  ])('refuses %s', async (_, changed, message) => {
    const searching = runFindCapacity('GET /health', { ...sound, ...(changed as object) }, context())
    await expect(searching).rejects.toThrow(message)
    await expect(searching).rejects.toMatchObject({ code: 'ERR_LOAD_OPTIONS' })
  })

  it('lists all that is wrong at once', async () => {
    const given = { objective: { p95: 'soon' }, from: '10/s' } as unknown as CapacityOptions
    await expect(runFindCapacity('GET health', given, context())).rejects.toThrow(/^findCapacity: 3 problems/)
  })
})
