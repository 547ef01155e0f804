import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Clock } from '../core/clock.ts'
import { FakeClock } from '../core/fake-clock.ts'
import { watchNothing } from '../engine/unwatched.fixture.ts'
import type { SampleSink } from '../http/client.ts'
import type { Http } from '../http/http.ts'
import type { LoadResult } from '../metrics/result.ts'
import type { RequestSample } from '../metrics/sample.ts'
import { sample } from '../metrics/samples.fixture.ts'
import { constantVus } from '../profile/constant-vus.ts'
import type { ScenarioContext } from '../scenario/context.ts'
import { onlyTask } from '../scenario/tasks.ts'
import type { AbortLimits } from '../verdict/abort-condition.ts'
import { LoadAbortedError } from './load-aborted-error.ts'
import { parseLoadOptions } from './load-options.ts'
import type { Session } from './loop.ts'
import { measure } from './measure.ts'
import type { Part, Plan } from './plan.ts'
import { type RecordingContext, recordingContext } from './run-context.fixture.ts'
import type { LoadSettings } from './run-context.ts'
import type { Target } from './target.ts'

type Run = (context: ScenarioContext<unknown>) => unknown

/** Clients whose `http.get` takes 10 ms; of `/unreachable` it does what a client does, of `/cut` it is cut, of `/broken` it fails. */
function fakeTarget(clock: Clock): Target {
  return {
    defaults: {} as never,
    reachable: () => undefined,
    loadCookies: async () => {},
    createClient(time, _, { onUnreachable }) {
      let sink: SampleSink = { request() {} }
      const client = {
        requests: 0,
        settled: 0,
        transportErrors: 0,
        http: {
          async get(path: string) {
            client.requests += 1
            await clock.sleep(10)
            client.settled += 1
            const error = new Error(`cannot reach ${path}`)
            if (path.startsWith('/unreachable')) {
              onUnreachable(error)
              throw error
            }
            const outcomes: Record<string, RequestSample['outcome']> = { '/cut': 'interrupted', '/broken': 'failed' }
            const outcome = outcomes[path] ?? 'succeeded'
            sink.request(sample({ end: clock.now() - time.zero, endpoint: `GET ${path}`, outcome }))
          },
        } as unknown as Http,
        begin(next: SampleSink) {
          sink = next
          client.requests = 0
          client.settled = 0
        },
        async close() {},
      }
      return client as never
    },
  }
}

interface Rehearsal {
  readonly clock: FakeClock
  readonly context: RecordingContext
  /** Sets in when the run is over. */
  result?: LoadResult
  error?: unknown
}

interface Given {
  readonly plan?: Partial<Plan>
  readonly part?: Partial<Part>
  /** What drives another part, at its side. */
  readonly beside?: (session: Session) => Promise<void>
  readonly warmUp?: number
  readonly seed?: number
  readonly signal?: AbortSignal
  readonly testSignal?: AbortSignal
  readonly run?: Run
  readonly stop?: Run
  readonly settings?: Partial<LoadSettings>
}

const tenSeconds = { stages: [{ name: '', start: 0, end: 10_000 }], planned: 10_000, latestEnd: 40_000 }

/** A run of 10 s with 30 s of grace, but for what a test says. */
function rehearse(drive: (session: Session, clock: FakeClock) => Promise<void>, given: Given = {}): Rehearsal {
  const { warmUp = 0, seed = 1, signal, run = pause, stop, beside } = given
  const clock = new FakeClock()
  const part: Part = {
    script: {
      kind: 'function',
      name: 'shopper',
      start: undefined,
      tasks: onlyTask('shopper', run as never),
      stop: stop as never,
      thinkTime: undefined,
      pacing: undefined,
      cookies: false,
      session: 'user',
      data: undefined,
      rowPer: 'session',
    },
    profile: constantVus(1, '10s'),
    ...tenSeconds,
    createLoop: (session) => ({ run: () => drive(session, clock) }),
    ...given.part,
  }
  const plan: Plan = {
    name: 'a load',
    model: 'closed',
    profile: part.profile as Plan['profile'],
    parts: beside === undefined ? [part] : [part, { ...part, createLoop: (session) => ({ run: () => beside(session) }) }],
    scale: 1,
    options: parseLoadOptions({ warmUp, seed, ...(signal !== undefined && { signal }) }),
    target: fakeTarget(clock),
    warnings: [],
    ...given.plan,
  }
  const context = recordingContext(given.settings, given.testSignal)
  const rehearsal: Rehearsal = { clock, context }
  measure(plan, context, { clock, watch: watchNothing }).then(
    (result) => {
      rehearsal.result = result
    },
    (error) => {
      rehearsal.error = error
    },
  )
  return rehearsal
}

/** One user who iterates until the planned end, or for good. */
const oneUser =
  (end = 10_000) =>
  async (session: Session): Promise<void> => {
    const user = session.createUser()
    session.signal.addEventListener('abort', () => user.interrupt())
    session.onVus(1)
    await user.run((now) => now < end && !session.signal.aborted)
    session.onVus(0)
  }

const get =
  (path: string): Run =>
  ({ http }) =>
    http.get(path)
const pause = ({ sleep }: ScenarioContext<unknown>): unknown => sleep('1s')
const untilAborted = ({ signal }: Session): Promise<void> =>
  new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve())))
const never = (): Promise<void> => new Promise(() => {})

afterEach(() => void vi.useRealTimers())

describe('abortWhen', () => {
  const conditions = { limits: parseLoadOptions({ abortWhen: { errorRate: '>20%' } }).abortWhen?.limits as AbortLimits }
  const cutFrom =
    (moment: number): Run =>
    async ({ http, iteration }) => {
      await http.get(iteration * 10 < moment ? '/health' : '/broken')
    }
  const rehearseWith = (after: number, window: number, from: number): Rehearsal => {
    const options = { ...parseLoadOptions({ seed: 1 }), abortWhen: { ...conditions, after, window } }
    return rehearse(oneUser(), { run: cutFrom(from), plan: { options } })
  }

  it.each([
    ['when its window is over', 10_000, 10_000, 0, undefined, undefined],
    ['at the first second after `after`', 2500, 10_000, 0, 3000, 'error rate was 100 % in the last 3 s'],
    ['for what happened in the window only', 1000, 2000, 5000, 6000, 'error rate was 49.5 % in the last 2 s'],
    ['for what there is, where the window is longer', 1000, 60_000, 5000, 7000, 'error rate was 28.47 % in the last 7 s'],
  ])('aborts a run %s', async (_, after, window, from, at, reason) => {
    const run = rehearseWith(after, window, from)
    await run.clock.advance(9999)
    const [result] = run.context.reported
    expect(result?.outcome).toEqual(
      at === undefined ? undefined : { state: 'aborted', at, reason: `${reason}, above 20 % (\`abortWhen\`)` },
    )
  })

  it('has nothing to say after the planned end', async () => {
    const run = rehearse(oneUser(20_000), {
      run: cutFrom(10_000),
      plan: { options: { ...parseLoadOptions({ seed: 1 }), abortWhen: { ...conditions, after: 1000, window: 1000 } } },
    })
    await run.clock.advance(25_000)
    expect(run.result?.outcome).toEqual({ state: 'completed' })
  })
})

describe('events', () => {
  const events = [
    { at: 2500, name: 'down', run: () => {} },
    { at: 4000, name: 'broken', run: () => Promise.reject(new Error('no such server')) },
  ]

  it('are in the result, cut its intervals, and what failed is a warning', async () => {
    const run = rehearse(oneUser(), { run: get('/health'), plan: { events } })
    await run.clock.advance(10_000)
    expect(run.result?.events).toEqual([
      { name: 'down', at: 2500, state: 'done', duration: 0 },
      { name: 'broken', at: 4000, state: 'failed', duration: 0, error: 'no such server' },
    ])
    expect(run.result?.timeline.map(({ at }) => at).slice(0, 5)).toEqual([0, 1000, 2000, 2500, 3000])
    expect(run.result?.warnings).toContainEqual({ code: 'event-failed', message: "The event 'broken' failed: no such server" })
    expect(run.result?.requests.total).toBe(1000)
  })

  it('that never came are told', async () => {
    const options = parseLoadOptions({ seed: 1, maxRequests: 10 })
    const run = rehearse(oneUser(3000), { run: get('/health'), plan: { events, options } })
    await run.clock.advance(10_000)
    expect(run.result?.warnings).toContainEqual({
      code: 'event-missed',
      message: "The event 'broken' never came: the run was over before",
    })
  })
})

describe('a run that completes', () => {
  it('has a result, which was reported before, and leaves no timer behind', async () => {
    const run = rehearse(oneUser(), { run: get('/health') })
    await run.clock.advance(10_000)
    expect(run.error).toBeUndefined()
    expect(run.context.reported).toEqual([run.result])
    expect(run.clock.sleepers).toBe(0)
    expect(run.result).toMatchObject({
      name: 'a load',
      outcome: { state: 'completed' },
      duration: 10_000,
      seed: 1,
      scale: 1,
      requests: { total: 1000, succeeded: 1000 },
    })
  })

  it('lasts as planned, even if the last request ends later', async () => {
    const run = rehearse(oneUser(9_995), { run: pause })
    await run.clock.advance(20_000)
    expect(run.result?.duration).toBe(10_000)
  })

  it('lasts until its last iteration ends where iterations are counted', async () => {
    const run = rehearse(oneUser(2500), { run: pause, part: { planned: undefined } })
    await run.clock.advance(20_000)
    expect(run.result?.duration).toBe(3000)
  })

  it('says when measuring began, after the warm-up', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 1) })
    const run = rehearse(oneUser(), { warmUp: 5000 })
    await run.clock.advance(20_000)
    expect(run.result?.startedAt).toBe('2026-01-01T00:00:05.000Z')
  })

  it('shows the warnings of its plan before its own', async () => {
    const warnings = [{ code: 'profile-overridden', message: 'changed' }]
    const run = rehearse(oneUser(), { run: get('/cut'), plan: { warnings } })
    await run.clock.advance(20_000)
    expect(run.result?.warnings.map(({ code }) => code)).toEqual(['profile-overridden', 'interrupted'])
  })

  it('counts what stop sends after the end beside the totals, however late', async () => {
    const stop: Run = async ({ http }) => {
      for (let request = 0; request < 250; request += 1) await http.get('/logout')
    }
    const run = rehearse(oneUser(), { run: get('/health'), stop })
    await run.clock.advance(12_500)
    expect(run.result?.requests.total).toBe(1000)
    expect(run.result?.scenario('(start)').requests).toMatchObject({ total: 250, succeeded: 250 })
    expect(run.result?.endpoints).toEqual(['GET /health'])
  })
})

describe('users', () => {
  it('are numbered from 1, and each has random numbers of its own that the seed repeats', async () => {
    const draw = async (seed: number): Promise<unknown[]> => {
      const drawn: unknown[] = []
      const drive = async ({ createUser, random }: Session): Promise<void> => {
        drawn.push(random.next())
        for (let user = 0; user < 3; user += 1) {
          let left = 1
          await createUser().run(() => left-- > 0)
        }
      }
      const run = rehearse(drive, { seed, run: ({ vu, random }) => void drawn.push(vu, random.next()) })
      await run.clock.advance(10_000)
      return drawn
    }
    const [first, again, other] = [await draw(1), await draw(1), await draw(2)]
    expect(first.filter((_, index) => index % 2 === 1)).toEqual([1, 2, 3])
    expect(new Set(first.filter((_, index) => index % 2 === 0)).size).toBe(4)
    expect(again).toEqual(first)
    expect(other).not.toEqual(first)
  })

  it('who are active are on the time line', async () => {
    const drive = async ({ onVus }: Session, clock: FakeClock): Promise<void> => {
      onVus(3)
      await clock.sleep(2000)
      onVus(8)
      await clock.sleep(8000)
    }
    const run = rehearse(drive)
    await run.clock.advance(10_000)
    expect(run.result?.timeline.map(({ vus }) => vus).slice(0, 4)).toEqual([3, 3, 8, 8])
    expect(run.context.progressed.map(({ vus }) => vus).slice(0, 4)).toEqual([3, 8, 8, 8])
  })
})

describe('progress', () => {
  it('is told once a second, through all phases', async () => {
    const run = rehearse(oneUser(4000), {
      run: get('/health'),
      stop: pause,
      warmUp: 2000,
      part: { planned: 3000, stages: [{ name: 'calm', start: 0, end: 3000 }] },
    })
    await run.clock.advance(20_000)
    expect(run.context.progressed.map(({ phase, elapsed, throughput }) => [phase, elapsed, throughput])).toEqual([
      ['warm-up', -1000, 0],
      ['running', 0, 0],
      ['running', 1000, 99],
      ['running', 2000, 100],
      ['stopping', 3000, 100],
      ['stopping', 4000, 100],
      ['stopping', 5000, 1],
    ])
    expect(run.context.progressed[4]).toMatchObject({ stage: 'calm', planned: 3000, vus: 1, requests: 299, failed: 0 })
  })
})

describe('a run that is aborted', () => {
  it.each(['signal', 'testSignal'] as const)('by its %s rejects with its result, which was reported before', async (which) => {
    const abort = new AbortController()
    const run = rehearse(oneUser(), { [which]: abort.signal, run: get('/health') })
    await run.clock.advance(3205)
    abort.abort(new Error('enough'))
    await run.clock.advance(0)
    expect(run.error).toBeInstanceOf(LoadAbortedError)
    expect(run.error).toMatchObject({ code: 'ERR_LOAD_ABORTED', message: 'The load was aborted: enough' })
    const { result } = run.error as LoadAbortedError
    expect(run.context.reported).toEqual([result])
    expect(result).toMatchObject({
      outcome: { state: 'aborted', reason: 'enough', at: 3205 },
      duration: 3205,
      requests: { total: 320 },
    })
  })

  it('in the middle of a stage has stages up to there', async () => {
    const abort = new AbortController()
    const stages = [
      { name: 'calm', start: 0, end: 2000 },
      { name: 'peak', start: 2000, end: 6000 },
      { name: 'end', start: 6000, end: 10_000 },
    ]
    const run = rehearse(untilAborted, { signal: abort.signal, part: { stages } })
    await run.clock.advance(3000)
    abort.abort()
    await run.clock.advance(0)
    const [result] = run.context.reported
    const names = ['calm', 'peak', 'end']
    expect(names.map((name) => result?.stage(name).duration)).toEqual([2000, 1000, 0])
    expect(result?.toJSON().stages.map(({ start, end }) => [start, end])).toEqual([
      [0, 2000],
      [2000, 3000],
      [3000, 3000],
    ])
  })

  it('before it begins, or in the warm-up, has measured nothing', async () => {
    const run = rehearse(untilAborted, { signal: AbortSignal.abort(new Error('too late')), warmUp: 5000 })
    await run.clock.advance(0)
    expect(run.error).toBeInstanceOf(LoadAbortedError)
    expect(run.context.reported).toMatchObject([{ outcome: { state: 'aborted', reason: 'too late', at: 0 }, duration: 0 }])
  })

  it('where iterations are counted lasted until then', async () => {
    const abort = new AbortController()
    const run = rehearse(untilAborted, { signal: abort.signal, part: { planned: undefined } })
    await run.clock.advance(3000)
    abort.abort()
    await run.clock.advance(0)
    expect(run.context.reported[0]?.duration).toBe(3000)
  })

  it('after its planned end measured all that was planned', async () => {
    const abort = new AbortController()
    const run = rehearse(untilAborted, { signal: abort.signal })
    await run.clock.advance(12_000)
    abort.abort()
    await run.clock.advance(0)
    expect(run.context.reported[0]).toMatchObject({ duration: 10_000, outcome: { at: 12_000 } })
  })
})

describe('a run that does not end', () => {
  it('is cut 30 s after its grace, and left behind 2 s later', async () => {
    let cutAt = Number.NaN
    const run = rehearse(({ signal }, clock) => {
      signal.addEventListener('abort', () => {
        cutAt = clock.now()
      })
      return never()
    })
    await run.clock.advance(69_999)
    expect(cutAt).toBeNaN()
    await run.clock.advance(1)
    expect(cutAt).toBe(70_000)
    await run.clock.advance(1999)
    expect(run.error).toBeUndefined()
    await run.clock.advance(1)
    expect(run.error).toMatchObject({
      code: 'ERR_LOAD_ABORTED',
      message: 'The load was aborted: it did not end 30 s after its planned end and grace',
    })
    expect(run.context.reported).toMatchObject([{ duration: 10_000, outcome: { at: 70_000 } }])
    expect(run.clock.sleepers).toBe(0)
  })

  it('is over at once where it ends when it is cut', async () => {
    const run = rehearse(untilAborted)
    await run.clock.advance(70_000)
    expect(run.error).toBeInstanceOf(LoadAbortedError)
    expect(run.clock.sleepers).toBe(0)
  })
})

describe('a run that became pointless', () => {
  it('ends with the first error, even if the scenario catches it', async () => {
    const run = rehearse(oneUser(), {
      async run({ http, iteration }) {
        await http.get(iteration < 100 ? '/health' : `/unreachable/${iteration}`).catch(() => {})
      },
    })
    await run.clock.advance(2000)
    expect(run.error).toMatchObject({ message: 'cannot reach /unreachable/100' })
    expect(run.context.reported).toMatchObject([
      { requests: { total: 100 }, outcome: { state: 'aborted', reason: 'cannot reach /unreachable/100', at: 1010 } },
    ])
  })

  it('tells the first error where others come after it', async () => {
    const drive = async ({ createUser }: Session, clock: FakeClock): Promise<void> => {
      const users = [createUser(), createUser()].map((user) => user.run(() => clock.now() < 10))
      await Promise.all(users)
    }
    const run = rehearse(drive, { run: ({ http, vu }) => http.get(`/unreachable/${vu}`).catch(() => {}) })
    await run.clock.advance(2000)
    expect(run.error).toMatchObject({ message: 'cannot reach /unreachable/1' })
  })

  it('is not reported where nothing was measured', async () => {
    const run = rehearse(oneUser(), { run: get('/unreachable') })
    await run.clock.advance(2000)
    expect(run.error).toMatchObject({ message: 'cannot reach /unreachable' })
    expect(run.context.reported).toEqual([])
  })

  it('is not reported where all that was measured was cut', async () => {
    const run = rehearse(oneUser(), { run: ({ http, iteration }) => http.get(iteration === 0 ? '/cut' : '/unreachable') })
    await run.clock.advance(2000)
    expect(run.error).toMatchObject({ message: 'cannot reach /unreachable' })
    expect(run.context.reported).toEqual([])
  })

  it('by a sleep that is none ends as well', async () => {
    const run = rehearse(oneUser(), { run: ({ sleep }) => sleep('soon' as never) })
    await run.clock.advance(0)
    expect(run.error).toMatchObject({ code: 'ERR_LOAD_OPTIONS' })
  })

  it('before it begins never drives', async () => {
    const unreachable = new Error('nothing listens')
    const asked: string[] = []
    const reachable = (origin: string): Promise<void> => {
      asked.push(origin)
      return Promise.reject(unreachable)
    }
    const script = { kind: 'request', name: 'GET /', request: { prepared: { origin: 'http://127.0.0.1:1' } } } as never
    const drive = vi.fn<() => Promise<void>>()
    const run = rehearse(drive, { part: { script }, plan: { target: { ...fakeTarget(new FakeClock()), reachable } } })
    await run.clock.advance(0)
    expect(run.error).toBe(unreachable)
    expect(asked).toEqual(['http://127.0.0.1:1'])
    expect(drive).not.toHaveBeenCalled()
    expect(run.context.reported).toEqual([])
  })
})

describe('a drive that rejects', () => {
  const broken = new Error('broken')
  const drive = async (_: Session, clock: FakeClock): Promise<void> => {
    await clock.sleep(1500)
    throw broken
  }

  it('leaves no timer behind', async () => {
    const run = rehearse(drive)
    await run.clock.advance(1500)
    expect(run.clock.sleepers).toBe(0)
    await run.clock.advance(10_000)
    expect(run.context.progressed).toHaveLength(1)
  })

  it('cuts those at its side', async () => {
    let wasCut = false
    const beside = async (session: Session): Promise<void> => {
      await untilAborted(session)
      wasCut = true
    }
    const run = rehearse(drive, { beside })
    await run.clock.advance(1500)
    expect(run.error).toBe(broken)
    expect(wasCut).toBe(true)
  })

  it('rejects the run', async () => {
    const run = rehearse(drive)
    await run.clock.advance(1500)
    expect(run.error).toBe(broken)
  })
})
