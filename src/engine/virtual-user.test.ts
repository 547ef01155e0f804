import { describe, expect, it } from 'vitest'
import { type Clock, systemClock } from '../core/clock.ts'
import { FakeClock } from '../core/fake-clock.ts'
import { createRandom } from '../core/random.ts'
import type { Ending, SampleSink } from '../http/client.ts'
import { HostNotAllowedError } from '../http/host-guard.ts'
import type { Http } from '../http/http.ts'
import { RequestError } from '../http/request-error.ts'
import { createResult } from '../metrics/load-result.ts'
import { LoggingRecorder } from '../metrics/logging-recorder.fixture.ts'
import type { LoadResult } from '../metrics/result.ts'
import type { RequestSample } from '../metrics/sample.ts'
import { facts, sample } from '../metrics/samples.fixture.ts'
import type { ScenarioContext } from '../scenario/context.ts'
import { type FeederOptions, feeder } from '../scenario/feeder.ts'
import { pacing } from '../scenario/pacing.ts'
import { openFeeder, type RowSource } from '../scenario/row-source.ts'
import { onlyTask } from '../scenario/tasks.ts'
import { constant } from '../scenario/think-time.ts'
import { startTime } from './run-time.ts'
import type { FunctionScript } from './script.ts'
import { VirtualUser } from './virtual-user.ts'

type Run = (context: ScenarioContext<unknown, unknown>) => unknown

/** A user of functions, whose `http.get` takes 10 ms; one of `/reset` is a transport error. */
function createUser(
  { run, rows, ...parts }: Partial<FunctionScript> & { run: Run; rows?: RowSource },
  clock: Clock = new FakeClock(),
): {
  user: VirtualUser
  clock: FakeClock
  fatal: unknown[]
  /** How often its client was closed. */
  closes: () => number
  result: () => LoadResult
} {
  const time = startTime(clock, 0)
  const recorder = new LoggingRecorder({ stages: [{ name: '', start: 0, end: 100_000 }] })
  const fatal: unknown[] = []
  const client = fakeClient(clock)
  const user = new VirtualUser({
    number: 7,
    script: {
      kind: 'function',
      name: 'shopper',
      start: undefined,
      tasks: onlyTask('shopper', run),
      stop: undefined,
      thinkTime: undefined,
      pacing: undefined,
      cookies: true,
      session: 'user',
      data: undefined,
      rowPer: 'session',
      ...parts,
    },
    rows,
    client: client as never,
    recorder,
    time,
    random: createRandom(1),
    onFatal: (error) => fatal.push(error),
  })
  return {
    user,
    clock: clock as FakeClock,
    fatal,
    closes: () => client.closes,
    result: () => createResult(facts({ duration: time.now() }), recorder.finish(time.now())),
  }
}

function fakeClient(clock: Clock): { readonly closes: number } {
  let record: (sample: RequestSample) => void = () => {}
  let isClosed = false
  let late = 0
  const client = {
    requests: 0,
    transportErrors: 0,
    settled: 0,
    closes: 0,
    http: {
      async get(path: string) {
        if (isClosed) await new Promise(() => {})
        client.requests += 1
        await clock.sleep(10)
        client.settled += 1
        const isReset = path === '/reset'
        if (isReset) client.transportErrors += 1
        const latency = 10 + client.takeLag()
        record(sample({ end: clock.now(), endpoint: `GET ${path}`, latency, outcome: isReset ? 'failed' : 'succeeded' }))
      },
    } as unknown as Http,
    begin(sink: SampleSink, lag = 0) {
      late = lag
      record = (sample) => sink.request(sample)
      client.requests = 0
      client.transportErrors = 0
      client.settled = 0
    },
    takeLag() {
      const lag = late
      late = 0
      return lag
    },
    forgetCookies() {},
    async close() {
      isClosed = true
      client.closes += 1
    },
  }
  return client
}

/** Its timers are late by so many milliseconds. */
class LateClock extends FakeClock {
  readonly #late: number

  constructor(late: number) {
    super()
    this.#late = late
  }

  override async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    await super.sleep(ms + this.#late, signal)
  }
}

/** A permit for so many iterations. */
function times(count: number): () => boolean {
  let left = count
  return () => left-- > 0
}

describe('an iteration', () => {
  it('keeps the values of custom metrics, of any size', async () => {
    const { user, clock, result } = createUser({
      run: ({ record, iteration }) => {
        record('tokens', iteration * 100)
        record('bytes', 5e9)
      },
    })
    const running = user.run(times(3))
    await clock.advance(1000)
    await running
    expect(result().trends).toEqual(['tokens', 'bytes'])
    expect(result().trend('tokens')).toMatchObject({ count: 3, min: 0, max: 200, mean: 100 })
    expect(result().trend('bytes').p99).toBeCloseTo(5e9, -7)
    expect(() => result().trend('token')).toThrow("Unknown trend 'token': known are 'tokens', 'bytes'")
  })

  it.each([Number.NaN, -1, Number.POSITIVE_INFINITY, '5'])('fails that records %s', async (value) => {
    const { user, clock, result } = createUser({ run: ({ record }) => record('tokens', value as number) })
    const running = user.run(times(1))
    await clock.advance(1000)
    await running
    expect(result().errors[0]?.message).toContain('Expected `value` to be a number from 0 to 1000000000000')
  })

  it('of the open model tells how late it started', async () => {
    const { user, clock, result } = createUser({ run: ({ http }) => http.get('/health') })
    await clock.advance(107)
    const running = user.iterateLate(100)
    await clock.advance(1000)
    await running
    expect(result().health.scheduleLag).toMatchObject({ count: 1, max: 7 })
  })

  it.each([
    ['sleeps first', { run: ({ http, sleep }) => sleep('1s').then(() => http.get('/health')) }],
    [
      'is a session of its own',
      { session: 'iteration', start: ({ sleep }) => sleep('1s'), run: ({ http }) => http.get('/health') },
    ],
  ] satisfies [string, Partial<FunctionScript> & { run: Run }][])('that %s is as late as it began', async (_, script) => {
    const { user, clock, result } = createUser(script)
    await clock.advance(107)
    const running = user.iterateLate(100)
    await clock.advance(2000)
    await running
    expect(result().health.scheduleLag).toMatchObject({ count: 1, max: 7 })
    expect(result().latency.max).toBe(17)
    expect(result().iterationDuration.max).toBe(10)
  })

  it('without a request, and a session of its own, is as late as it began', async () => {
    const { user, clock, result } = createUser({
      session: 'iteration',
      start: ({ sleep }) => sleep('1s'),
      run: () => clock.sleep(10),
    })
    await clock.advance(107)
    const running = user.iterateLate(100)
    await clock.advance(2000)
    await running
    expect(result().endpoint('shopper').latency.max).toBe(17)
  })

  it('knows its user, its number and what start returned', async () => {
    const seen: unknown[] = []
    const { user, clock } = createUser({
      start: () => ({ token: 'abc' }),
      run: ({ vu, iteration, state }) => void seen.push([vu, iteration, state]),
    })
    const running = user.run(times(2))
    await clock.advance(1000)
    await running
    expect(seen).toEqual([
      [7, 0, { token: 'abc' }],
      [7, 1, { token: 'abc' }],
    ])
  })

  it('without a request is a sample, named after the scenario, without the time that it slept', async () => {
    const { user, clock, result } = createUser({
      async run({ sleep }) {
        await clock.sleep(30)
        await sleep('1s')
      },
    })
    const running = user.run(times(1))
    await clock.advance(2000)
    await running
    expect(result().endpoint('shopper').latency).toMatchObject({ count: 1, max: 30 })
    expect(result().iterationDuration.max).toBe(30)
  })

  it('with a request is no sample of its own', async () => {
    const { user, clock, result } = createUser({ run: ({ http }) => http.get('/health') })
    const running = user.run(times(3))
    await clock.advance(100)
    await running
    expect(result().endpoints).toEqual(['GET /health'])
    expect(result().iterations).toMatchObject({ started: 3, completed: 3 })
  })

  it('that throws is a failed sample with its stack, and the user goes on', async () => {
    const { user, clock, result } = createUser({
      async run({ http, iteration }) {
        await http.get('/health')
        if (iteration === 0) throw new TypeError('no token')
      },
    })
    const running = user.run(times(2))
    await clock.advance(100)
    await running
    expect(result().iterations).toMatchObject({ completed: 1, failed: 1 })
    const [error] = result().errors
    expect(error).toMatchObject({ category: 'exception', message: 'TypeError: no token', endpoint: 'shopper', count: 1 })
    expect(error?.examples[0]?.detail).toMatch(/^TypeError: no token\n +at .*virtual-user\.test\.ts/)
  })

  it.each([
    ['a text', 'a text'],
    ['nothing', undefined],
    ['an object', { message: 'an object' }],
    ['an object without a prototype', Object.create(null)],
    ['an error whose stack is a list', Object.assign(new Error('odd'), { stack: ['odd'] })],
    ['what cannot be looked at', new Proxy({}, { getPrototypeOf: () => expect.unreachable() })],
  ])('may throw %s', async (_, thrown) => {
    const { user, clock, result } = createUser({
      run() {
        throw thrown
      },
    })
    const running = user.run(times(1))
    await clock.advance(100)
    await running
    expect(result().iterations.failed).toBe(1)
  })

  it('is followed by a pause of 100 ms after a transport error', async () => {
    const { user, clock, result } = createUser({ run: ({ http }) => http.get('/reset') })
    const running = user.run(() => clock.now() < 1000)
    await clock.advance(2000)
    await running
    expect(result().requests.failed).toBe(10)
  })

  it('leaves out only what was nothing but sleep', async () => {
    const { user, clock, result } = createUser({
      run: ({ http, sleep }) => Promise.all([http.get('/health'), sleep('1s'), sleep('2s')]),
    })
    const running = user.run(times(1))
    await clock.advance(3000)
    await running
    expect(result().iterationDuration.max).toBe(2000)
  })

  it('lets the loop turn when it waits for none of its requests', async () => {
    const { user } = createUser({ run: ({ http }) => void http.get('/health') }, systemClock)
    let turns = 0
    let isOver = false
    const count = (): void => {
      turns += 1
      if (!isOver) setImmediate(count)
    }
    setImmediate(count)
    await user.run(times(100))
    isOver = true
    expect(turns).toBeGreaterThan(90)
  })

  it.each([
    ['sleeps', ({ sleep }: ScenarioContext<unknown, unknown>) => sleep('10ms')],
    ['asks', ({ http }: ScenarioContext<unknown, unknown>) => http.get('/health').catch(() => {})],
    [
      'asks in a wrong way',
      ({ http }: ScenarioContext<unknown, unknown>) => http.get('/health', { timeout: 'soon' as never }).catch(() => {}),
    ],
  ])('that %s in an endless loop does not hold the process when it is interrupted', async (_, step) => {
    const { user } = createUser(
      {
        async run(context) {
          for (;;) await step(context)
        },
      },
      systemClock,
    )
    const running = user.run(() => true)
    await systemClock.sleep(30)
    user.leave()
    await systemClock.sleep(30)
    user.interrupt()
    await running
    await systemClock.sleep(10)
  })

  it('counts its checks', async () => {
    const { user, clock, result } = createUser({ run: ({ check, iteration }) => check('is even', iteration % 2 === 0) })
    const running = user.run(times(3))
    await clock.advance(10)
    await running
    expect(result().checks).toEqual([{ name: 'is even', passed: 2, failed: 1 }])
  })

  it('that never ends is left behind when the user is interrupted', async () => {
    const { user, clock, result } = createUser({ run: () => new Promise(() => {}) })
    const running = user.run(() => true)
    await clock.advance(500)
    user.interrupt()
    await running
    expect(result().iterations).toMatchObject({ started: 1, interrupted: 1 })
    expect(result().endpoint('shopper')).toMatchObject({ requests: { interrupted: 1 }, interruptedAge: { max: 500 } })
  })

  it('lets timers run, even if it waits for nothing', async () => {
    const { user } = createUser({ run: () => {} }, systemClock)
    let isOver = false
    setTimeout(() => {
      isOver = true
    }, 20)
    const begin = performance.now()
    await user.run(() => !isOver && performance.now() - begin < 5000)
    expect(isOver).toBe(true)
  })
})

describe('between iterations', () => {
  it('a user rests for its think time, which is no part of the iteration', async () => {
    const { user, clock, result } = createUser({ run: ({ http }) => http.get('/health'), thinkTime: constant('90ms') })
    const running = user.run(() => clock.now() < 1000)
    await clock.advance(2000)
    await running
    expect(result().iterations.completed).toBe(10)
    expect(result().iterationDuration.max).toBe(10)
  })

  it.each([
    ['makes up for what timers are late by themselves', 1, 1000, 0],
    ['is late where they are later than that', 60, 700, 0.5],
  ])('a think time %s', async (_, late, end, share) => {
    const clock = new LateClock(late)
    const { user, result } = createUser({ run: () => {}, thinkTime: constant('100ms') }, clock)
    const running = user.run(times(11))
    await clock.advance(end - 100)
    expect(result().health.thinkTimeLate).toBeCloseTo(share, 1)
    await clock.advance(2000)
    await running
  })

  it('a user waits for its pacing, whatever the iteration takes, and does not make up for a long one', async () => {
    const starts: number[] = []
    const { user, clock } = createUser({
      async run({ http, iteration }) {
        starts.push(clock.now())
        if (iteration === 1) await clock.sleep(240)
        await http.get('/')
      },
      pacing: pacing('100ms'),
    })
    const running = user.run(times(5))
    await clock.advance(2000)
    await running
    expect(starts).toEqual([0, 100, 350, 450, 550])
  })
})

describe('a user who is always late for its pacing', () => {
  it.each([
    ['sends nothing', () => {}],
    ['waits for none of its requests', ({ http }: { http: Http }) => void http.get('/')],
  ])('and %s lets the loop turn', async (_, act) => {
    let iterations = 0
    const { user } = createUser(
      {
        pacing: pacing('1ms'),
        run: (context) => {
          iterations += 1
          act(context)
          for (const end = performance.now() + 2; performance.now() < end; );
        },
      },
      systemClock,
    )
    let isTurned = false
    setTimeout(() => {
      isTurned = true
    })
    await user.run(() => !isTurned && iterations < 200)
    expect(iterations).toBeLessThan(100)
  })
})

describe('a user who is gone', () => {
  it.each(['who was told to leave', 'who was not'])('%s leaves no sleep behind', async (who) => {
    const clock = new FakeClock()
    let woken = 0
    const run = ({ sleep }: ScenarioContext<unknown, unknown>) => {
      void sleep('10s')
        .then(() => sleep('10s'))
        .then(() => (woken += 1))
    }
    const { user } = createUser({ run, start: () => ({}) }, clock)
    await user.open()
    await user.iterate(0)
    expect(clock.sleepers).toBe(1)
    if (who === 'who was told to leave') user.leave()
    await user.close()
    await clock.advance(60_000)
    expect(clock.sleepers).toBe(0)
    expect(woken).toBe(0)
  })
})

describe('a user', () => {
  it('who is told to leave ends its sleep, finishes its iteration, and runs stop', async () => {
    const events: string[] = []
    const { user, clock } = createUser({
      async run({ sleep, http }) {
        await sleep('1h')
        await http.get('/health')
        events.push(`finished at ${clock.now()}`)
      },
      stop: () => void events.push('stopped'),
    })
    const running = user.run(() => true)
    await clock.advance(500)
    user.leave()
    await clock.advance(0)
    await clock.advance(100)
    await running
    expect(events).toEqual(['finished at 510', 'stopped'])
  })

  it('whose start fails tries again, and counts it beside the totals', async () => {
    let attempts = 0
    const { user, clock, result } = createUser({
      start() {
        attempts += 1
        if (attempts < 3) throw new Error('no session')
      },
      run: ({ http }) => http.get('/health'),
    })
    const running = user.run(times(1))
    await clock.advance(5000)
    await running
    expect(attempts).toBe(3)
    expect(result().requests).toMatchObject({ total: 1, failed: 0 })
    expect(result().scenario('(start)').errors).toMatchObject([{ message: 'no session', endpoint: 'start of shopper', count: 2 }])
  })

  it('whose start fails gives up when it is closed', async () => {
    let starts = 0
    const { user, clock } = createUser({
      start() {
        starts += 1
        throw new Error('no session')
      },
      run: () => {},
    })
    const opening = user.open()
    await clock.advance(2500)
    await user.close()
    await opening
    await clock.advance(10_000)
    expect(starts).toBe(3)
  })

  it('reports what makes the whole run pointless', async () => {
    const error = new HostNotAllowedError('example.com', 'example.com')
    const { user, clock, fatal } = createUser({
      run() {
        throw error
      },
    })
    const running = user.run(times(1))
    await clock.advance(10)
    await running
    expect(fatal).toEqual([error])
  })

  it('closes its connections when it has nothing more to do', async () => {
    const { user, clock, closes } = createUser({ run: ({ http }) => http.get('/health') })
    const running = user.run(times(1))
    await clock.advance(5)
    expect(closes()).toBe(0)
    await clock.advance(100)
    await running
    expect(closes()).toBe(1)
  })

  it('who is interrupted cuts its connections at once', async () => {
    const { user, clock, closes } = createUser({ run: ({ http }) => http.get('/health') })
    const running = user.run(() => true)
    await clock.advance(5)
    user.interrupt()
    expect(closes()).toBe(1)
    await clock.advance(100)
    await running
  })

  it('who is interrupted does not run stop', async () => {
    let isStopped = false
    const { user, clock } = createUser({
      run: ({ sleep }) => sleep('1h'),
      stop() {
        isStopped = true
      },
    })
    const running = user.run(() => true)
    await clock.advance(5)
    user.interrupt()
    await clock.advance(0)
    await running
    expect(isStopped).toBe(false)
  })
})

describe('rows of test data', () => {
  /** A run through the rows a, b, c. */
  const abc = (options: FeederOptions = {}): RowSource => openFeeder(feeder(['a', 'b', 'c'], options), createRandom(1))
  /** Functions that note what they are and which row they got. */
  const noting = (events: unknown[]): Pick<FunctionScript, 'start' | 'stop'> & { run: Run } => ({
    start: ({ data }) => void events.push(`start ${data}`),
    run: ({ data }) => void events.push(data),
    stop: ({ data }) => void events.push(`stop ${data}`),
  })

  it('are drawn for each iteration: start gets that of the first, stop that of the last', async () => {
    const events: unknown[] = []
    const { user, clock } = createUser({ ...noting(events), rows: abc(), rowPer: 'iteration' })
    const running = user.run(times(4))
    await clock.advance(100)
    await running
    expect(events).toEqual(['start a', 'a', 'b', 'c', 'a', 'stop a'])
  })

  it('are drawn for each session: start, all iterations and stop get the same', async () => {
    const events: unknown[] = []
    const { user, clock } = createUser({ ...noting(events), rows: abc(), rowPer: 'session' })
    const running = user.run(times(3))
    await clock.advance(100)
    await running
    expect(events).toEqual(['start a', 'a', 'a', 'a', 'stop a'])
  })

  it.each(['session', 'iteration'] as const)(
    'drawn for each %s are others for every visitor where an iteration is a session',
    async (rowPer) => {
      const events: unknown[] = []
      const { user, clock } = createUser({ ...noting(events), rows: abc(), rowPer, session: 'iteration' })
      const running = user.run(times(2))
      await clock.advance(100)
      await running
      expect(events).toEqual(['start a', 'a', 'stop a', 'start b', 'b', 'stop b'])
    },
  )

  it('stay the same for a start that is tried again', async () => {
    const events: unknown[] = []
    const { user, clock } = createUser({
      ...noting(events),
      start({ data }) {
        events.push(`start ${data}`)
        if (events.length === 1) throw new Error('no session')
      },
      rows: abc(),
      rowPer: 'iteration',
    })
    const running = user.run(times(2))
    await clock.advance(2000)
    await running
    expect(events).toEqual(['start a', 'start a', 'a', 'b', 'stop b'])
  })

  it('are shared by users: each goes to one of them', async () => {
    const rows = abc({ order: 'unique', whenEmpty: 'stop' })
    const clock = new FakeClock()
    const drawn: unknown[][] = [[], []]
    const users = drawn.map((own) => {
      const run: Run = async ({ data }) => {
        own.push(data)
        await clock.sleep(10)
      }
      return createUser({ run, rows, rowPer: 'iteration' }, clock).user
    })
    const running = Promise.all(users.map((user) => user.run(() => true)))
    await clock.advance(100)
    await running
    expect(drawn).toEqual([['a', 'c'], ['b']])
  })

  it('that are used up let a user leave, who ends its session', async () => {
    const events: unknown[] = []
    const { user, clock, fatal, closes, result } = createUser({
      ...noting(events),
      rows: abc({ whenEmpty: 'stop' }),
      rowPer: 'iteration',
    })
    const running = user.run(() => true)
    await clock.advance(100)
    await running
    expect(events).toEqual(['start a', 'a', 'b', 'c', 'stop c'])
    expect(user.hasLeft).toBe(true)
    expect(closes()).toBe(1)
    expect(fatal).toEqual([])
    expect(result().iterations).toMatchObject({ started: 3, completed: 3 })
  })

  it('that are used up when a user comes leave it without a session to begin or to end', async () => {
    const events: unknown[] = []
    const rows = abc({ whenEmpty: 'stop' })
    for (let row = 0; row < 3; row += 1) rows.next()
    const { user, clock, closes, result } = createUser({ ...noting(events), rows })
    const running = user.run(() => true)
    await clock.advance(100)
    await running
    expect(events).toEqual([])
    expect(closes()).toBe(1)
    expect(result().iterations.started).toBe(0)
  })

  it('that are used up end the run where they must not be', async () => {
    const events: unknown[] = []
    const { user, clock, fatal, result } = createUser({
      ...noting(events),
      rows: abc({ order: 'unique' }),
      rowPer: 'iteration',
    })
    const running = user.run(() => true)
    await clock.advance(100)
    await running
    expect(events).toEqual(['start a', 'a', 'b', 'c', 'stop c'])
    expect(fatal).toMatchObject([
      {
        code: 'ERR_LOAD_FEEDER',
        message:
          'Expected the list to have a row for each iteration, but all 3 are used: add rows, or choose another `order` or `whenEmpty`',
      },
    ])
    expect(result().iterations).toMatchObject({ started: 3, completed: 3 })
  })

  it('are not kept from others by users who are only ready', async () => {
    const rows = abc({ order: 'unique' })
    const clock = new FakeClock()
    const { run } = noting([])
    const [ready, busy] = [0, 1].map(() => createUser({ run, rows, rowPer: 'iteration' }, clock))
    await ready?.user.open()
    await busy?.user.open()
    for (let due = 0; due < 3; due += 1) expect(await busy?.user.iterateLate(due)).toBe(true)
    expect(busy?.fatal).toEqual([])
  })

  it('that are used up leave what is due unperformed', async () => {
    const events: unknown[] = []
    const { user, clock, result } = createUser({
      ...noting(events),
      rows: abc({ whenEmpty: 'stop' }),
      rowPer: 'iteration',
    })
    await user.open()
    for (let due = 0; due < 5; due += 1) await user.iterateLate(due)
    await user.close()
    await clock.advance(0)
    expect(events).toEqual(['start a', 'a', 'b', 'c', 'stop c'])
    expect(user.hasLeft).toBe(true)
    expect(result().iterations.started).toBe(3)
  })
})

describe('what a scenario throws', () => {
  const refused = new RequestError('refused', 'no connection', {
    asked: 0,
    sent: undefined,
    firstByte: undefined,
    end: 0,
    connect: undefined,
    bytesSent: 0,
    bytesReceived: 0,
  })

  it('is counted once where it is a request that failed', async () => {
    const { user, clock, result } = createUser({
      async run({ http }) {
        await http.get('/reset')
        throw refused
      },
    })
    const running = user.run(times(1))
    await clock.advance(1000)
    await running
    expect(result().requests).toMatchObject({ total: 1, failed: 1 })
    expect(result().iterations).toMatchObject({ failed: 1, completed: 0 })
    expect(result().endpoints).toEqual(['GET /reset'])
  })

  it('is no failure where the user was interrupted', async () => {
    const { user, clock, result } = createUser({
      run: ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(refused))),
    })
    const running = user.run(() => true)
    await clock.advance(200)
    user.interrupt()
    await clock.advance(0)
    await running
    expect(result().iterations).toMatchObject({ started: 1, interrupted: 1, failed: 0 })
    expect(result().requests).toMatchObject({ total: 1, interrupted: 1, failed: 0 })
  })
})

describe('what a scenario measures', () => {
  it('is a sample, and the iteration is none beside it', async () => {
    const { user, clock, result } = createUser({
      async run({ measure }) {
        expect(await measure('query', () => clock.sleep(20).then(() => 'rows'))).toBe('rows')
        await measure('parse', () => 'text')
      },
    })
    const running = user.run(times(2))
    for (let turn = 0; turn < 5; turn += 1) await clock.advance(20)
    await running
    expect(result().endpoints).toEqual(['query', 'parse'])
    expect(result().endpoint('query').latency).toMatchObject({ count: 2, max: 20 })
    expect(result()).toMatchObject({ requests: { succeeded: 4, failed: 0 }, iterations: { completed: 2 } })
  })

  it('fails the iteration with it, which is counted once', async () => {
    const { user, clock, result } = createUser({
      run: ({ measure }) =>
        measure('query', () => {
          throw new Error('no database')
        }),
    })
    const running = user.run(times(1))
    await clock.advance(100)
    await running
    expect(result()).toMatchObject({ requests: { total: 1, failed: 1 }, iterations: { failed: 1 } })
    expect(result().errors).toMatchObject([{ category: 'exception', endpoint: 'query', message: 'no database', count: 1 }])
  })

  it('is as old as it was when the user is interrupted, and nothing more, whenever it ends', async () => {
    const { user, clock, result } = createUser({ run: ({ measure }) => measure('query', () => clock.sleep(500)) })
    const running = user.run(() => true)
    await clock.advance(200)
    user.interrupt()
    await running
    await clock.advance(1000)
    expect(result().endpoint('query').requests).toMatchObject({ total: 1, interrupted: 1 })
    expect(result().interruptedAge.max).toBe(200)
    expect(result().endpoints).toEqual(['query'])
  })

  it('is as late as the iteration, where it comes first', async () => {
    const { user, clock, result } = createUser({
      async run({ measure, http }) {
        await measure('query', () => clock.sleep(20))
        await http.get('/health')
      },
    })
    await clock.advance(107)
    const running = user.iterateLate(100)
    await clock.advance(1000)
    await running
    expect(result().endpoint('query').latency.max).toBe(27)
    expect(result().endpoint('GET /health').latency.max).toBe(10)
  })

  it('may be left alone: that it fails ends no process', async () => {
    const { user, clock, result } = createUser({
      run({ measure, http }) {
        void measure('query', () => Promise.reject(new Error('no database')))
        return http.get('/health')
      },
    })
    const running = user.run(times(1))
    await clock.advance(100)
    await running
    expect(result().iterations).toMatchObject({ completed: 1 })
    expect(result().endpoint('query').requests.failed).toBe(1)
  })
})

describe('a scenario that was left behind', () => {
  it('makes nothing pointless any more', async () => {
    const { user, clock, fatal } = createUser({
      run: ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(new HostNotAllowedError('example.com', 'example.com')))
        }),
    })
    const running = user.run(() => true)
    await clock.advance(200)
    user.interrupt()
    await clock.advance(0)
    await running
    expect(fatal).toEqual([])
  })
})

describe('a declared request', () => {
  /** A user whose request ends after 10 ms as `send` says. */
  function createSender(
    send: () => Promise<boolean>,
    breaking?: () => Promise<never>,
  ): {
    user: VirtualUser
    clock: FakeClock
    fatal: unknown[]
    iterations: () => LoadResult['iterations']
  } {
    const clock = new FakeClock()
    const recorder = new LoggingRecorder({ stages: [{ name: '', start: 0, end: 100_000 }] })
    const fatal: unknown[] = []
    const client = { requests: 1, settled: 1, transportErrors: 0, begin() {}, close: async () => {} }
    const user = new VirtualUser({
      number: 1,
      script: { kind: 'request', name: 'GET /health', request: {} as never },
      client: {
        ...client,
        send(_: unknown, ending: Ending) {
          const sending = breaking?.() ?? clock.sleep(10).then(send)
          sending.then(
            (succeeded) => tell(ending, succeeded),
            (error) => ending.fail(error),
          )
        },
      } as never,
      recorder,
      time: startTime(clock, 0),
      random: createRandom(1),
      onFatal: (error) => fatal.push(error),
    })
    return { user, clock, fatal, iterations: () => createResult(facts(), recorder.finish(clock.now())).iterations }
  }

  it.each([
    ['completed', true, false],
    ['failed', false, false],
    ['interrupted', false, true],
    ['completed', true, true],
  ])('is %s where it succeeded: %s, and its user was interrupted: %s', async (outcome, hasSucceeded, isInterrupted) => {
    const { user, clock, iterations } = createSender(async () => hasSucceeded)
    const running = user.run(times(1))
    await clock.advance(5)
    if (isInterrupted) user.interrupt()
    await clock.advance(1000)
    await running
    expect(iterations()).toEqual({ started: 1, completed: 0, failed: 0, interrupted: 0, dropped: 0, [outcome]: 1 })
  })

  it.each([
    [
      'breaks at once',
      () => {
        throw new Error('a fault of ours')
      },
    ],
    ['breaks later', () => Promise.reject(new Error('a fault of ours'))],
  ])('whose client %s ends the run, and never its user with an error', async (_, send) => {
    const { user, clock, fatal, iterations } = createSender(async () => true, send)
    const running = user.run(times(1))
    await clock.advance(1000)
    await expect(running).resolves.toBeUndefined()
    await expect(user.iterate(clock.now())).resolves.toBe(clock.now())
    expect(fatal).toHaveLength(2)
    expect(iterations()).toMatchObject({ started: 2, failed: 2 })
  })

  it('that has to end the run does so', async () => {
    const error = new HostNotAllowedError('example.com', 'example.com')
    const { user, clock, fatal } = createSender(() => Promise.reject(error))
    const running = user.run(times(1))
    await clock.advance(1000)
    await running
    expect(fatal).toEqual([error])
  })
})

function tell(ending: Ending, succeeded: boolean): void {
  ending.respond({} as never, {} as never, succeeded ? undefined : { category: 'http-5xx', message: '500' })
}

describe('a list of declared requests', () => {
  /** A user of `/1`, `/2` and `/3`, each of which takes 10 ms and fails as it says. */
  function createSender(fails: Readonly<Record<string, 'status' | 'reset'>> = {}) {
    const clock = new FakeClock()
    const recorder = new LoggingRecorder({ stages: [{ name: '', start: 0, end: 100_000 }] })
    const sent: string[] = []
    const client = {
      requests: 0,
      settled: 0,
      transportErrors: 0,
      begin() {
        client.requests = 0
        client.settled = 0
        client.transportErrors = 0
      },
      close: async () => {},
      async send(path: string, ending: Ending) {
        sent.push(`${path} at ${clock.now()}`)
        client.requests += 1
        await clock.sleep(10)
        client.settled += 1
        if (fails[path] === 'reset') client.transportErrors += 1
        tell(ending, fails[path] === undefined)
      },
    }
    const user = new VirtualUser({
      number: 1,
      script: { kind: 'requests', name: 'a list', requests: ['/1', '/2', '/3'] as never },
      client: client as never,
      recorder,
      time: startTime(clock, 0),
      random: createRandom(1),
      onFatal: () => {},
    })
    return { user, clock, sent, iterations: () => createResult(facts(), recorder.finish(clock.now())).iterations }
  }

  it('is sent one after another, and begins anew at once', async () => {
    const { user, clock, sent, iterations } = createSender()
    const running = user.run(times(2))
    await clock.advance(1000)
    await running
    expect(sent).toEqual(['/1 at 0', '/2 at 10', '/3 at 20', '/1 at 30', '/2 at 40', '/3 at 50'])
    expect(iterations()).toMatchObject({ started: 2, completed: 2 })
  })

  it('goes on after a status that was not expected, and has failed', async () => {
    const { user, clock, sent, iterations } = createSender({ '/1': 'status' })
    const running = user.run(times(1))
    await clock.advance(1000)
    await running
    expect(sent).toHaveLength(3)
    expect(iterations()).toMatchObject({ started: 1, failed: 1 })
  })

  it('ends where there was no response, and its user rests', async () => {
    const { user, clock, sent, iterations } = createSender({ '/2': 'reset' })
    const running = user.run(times(2))
    await clock.advance(1000)
    await running
    expect(sent).toEqual(['/1 at 0', '/2 at 10', '/1 at 120', '/2 at 130'])
    expect(iterations()).toMatchObject({ started: 2, failed: 2 })
  })

  it('ends with its user', async () => {
    const { user, clock, sent, iterations } = createSender()
    const running = user.run(times(1))
    await clock.advance(15)
    user.interrupt()
    await clock.advance(1000)
    await running
    expect(sent).toHaveLength(2)
    expect(iterations()).toMatchObject({ started: 1, interrupted: 1 })
  })
})
