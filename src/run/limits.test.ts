import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { LoadResult } from '../metrics/result.ts'
import { constantRate } from '../profile/constant-rate.ts'
import { constantVus } from '../profile/constant-vus.ts'
import { sharedIterations } from '../profile/shared-iterations.ts'
import { feeder } from '../scenario/feeder.ts'
import { type ScenarioFunction, scenario } from '../scenario/scenario.ts'
import { runBurst } from './fan-out.ts'
import { runLoad } from './load.ts'
import { LoadAbortedError } from './load-aborted-error.ts'
import { runLoadAll } from './load-all.ts'
import { recordingContext } from './run-context.fixture.ts'

/** Counts what arrives, and when; `/moved` leads to `/`, `/busy` fails, `/hang` never answers, and all else takes 5 ms. */
const arrived: [path: string, at: number][] = []
const server = createServer(({ url = '' }, response) => {
  arrived.push([url, performance.now()])
  if (url === '/hang') return
  setTimeout(() => {
    const status = url === '/busy' ? 503 : url === '/moved' ? 302 : 200
    response.writeHead(status, { location: '/' }).end()
  }, 5)
})

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  arrived.length = 0
  for (const name of ['LOAD_SCALE', 'LOAD_VUS', 'LOAD_RATE', 'LOAD_DURATION']) vi.stubEnv(name, '')
})
afterEach(() => vi.unstubAllEnvs())

/** Those that do not depend on how busy this machine is. */
const warningsOf = ({ warnings }: LoadResult) => warnings.filter(({ code }) => code !== 'generator-unfit')

const context = () => recordingContext({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })

describe('maxRequests', () => {
  it('ends a load of declared requests when all were sent, and the result is whole', async () => {
    const result = await runLoad('GET /', constantVus(5, '20s'), { maxRequests: 50 }, context())
    expect(arrived).toHaveLength(50)
    expect(result).toMatchObject({
      outcome: { state: 'completed' },
      requests: { total: 50, succeeded: 50 },
      iterations: { started: 50, completed: 50 },
    })
    expect(result.duration).toBeLessThan(10_000)
    expect(result.throughput.mean).toBeCloseTo(50 / (result.duration / 1000), 3)
    expect(warningsOf(result)).toMatchObject([
      {
        code: 'max-requests',
        message: expect.stringMatching(
          /^The load ended after 50 requests \(`maxRequests`\), (1\d|20).*s before its planned end$/,
        ),
      },
    ])
  })

  it('ends an open load: what was due after that is neither started nor dropped', async () => {
    const result = await runLoad('GET /', constantRate('100/s', '20s'), { maxRequests: 20 }, context())
    expect(arrived).toHaveLength(20)
    expect(result.iterations).toEqual({ started: 20, completed: 20, failed: 0, interrupted: 0, dropped: 0 })
    expect(result.duration).toBeLessThan(10_000)
  })

  it('makes no more calls of a burst', async () => {
    const result = await runBurst(40, 'GET /', { maxRequests: 10, concurrency: 4 }, context())
    expect(arrived).toHaveLength(10)
    expect(result.iterations).toMatchObject({ started: 10, completed: 10 })
    expect(warningsOf(result)).toEqual([
      { code: 'max-requests', message: 'The load ended after 10 requests (`maxRequests`), before all was done' },
    ])
  })

  it('interrupts iterations that want to send more, which is no sample', async () => {
    const twice: ScenarioFunction = async ({ http }) => {
      await http.get('/')
      await http.get('/')
    }
    const result = await runLoad(twice, constantVus(1, '20s'), { maxRequests: 5 }, context())
    expect(arrived).toHaveLength(5)
    expect(result).toMatchObject({
      requests: { total: 5, succeeded: 5 },
      iterations: { started: 3, completed: 2, interrupted: 1, failed: 0 },
    })
  })

  it('counts redirects, attempts, and what start and stop send', async () => {
    const visitor = scenario({
      name: 'visitor',
      start: ({ http }) => http.get('/start'),
      run: async ({ http }) => {
        await http.get('/moved')
        await http.get('/busy', { retry: { attempts: 1, on: [503], backOff: { first: '1ms' } } })
      },
      stop: ({ http }) => http.get('/stop'),
    })
    const result = await runLoad(visitor, sharedIterations(1, 1), { maxRequests: 5 }, context())
    expect(arrived.map(([path]) => path)).toEqual(['/start', '/moved', '/', '/busy', '/busy'])
    expect(result.iterations.completed).toBe(1)
    expect(warningsOf(result).map(({ code }) => code)).toEqual(['max-requests'])
  })

  it('has nothing to warn of where it is just enough', async () => {
    const result = await runLoad('GET /', sharedIterations(2, 10), { maxRequests: 10 }, context())
    expect(result.requests.succeeded).toBe(10)
    expect(warningsOf(result)).toEqual([])
  })

  it('does not let a scenario that catches everything starve the run', async () => {
    const stubborn: ScenarioFunction = async ({ http }) => {
      for (;;) await http.get('/').catch(() => {})
    }
    const begin = performance.now()
    const result = await runLoad(stubborn, constantVus(3, '20s'), { maxRequests: 30 }, context())
    expect(performance.now() - begin).toBeLessThan(15_000)
    expect(arrived).toHaveLength(30)
    expect(result.iterations).toEqual({ started: 3, completed: 0, failed: 0, interrupted: 3, dropped: 0 })
  })

  it('waits for what is in flight beside a request that may not be sent', async () => {
    const both: ScenarioFunction = async ({ http }) => {
      await Promise.all([http.get('/'), http.get('/')])
    }
    const result = await runLoad(both, constantVus(1, '20s'), { maxRequests: 3 }, context())
    expect(result).toMatchObject({ requests: { total: 3, succeeded: 3 }, iterations: { completed: 1, interrupted: 1 } })
  })

  it('is one for all scenarios at once', async () => {
    const scenarios = { a: ['GET /a', constantVus(2, '20s')], b: ['GET /b', constantRate('50/s', '20s')] } as const
    const result = await runLoadAll(scenarios, { maxRequests: 40 }, context())
    expect(arrived).toHaveLength(40)
    expect(result.requests.succeeded).toBe(40)
    expect(warningsOf(result).map(({ code }) => code)).toEqual(['max-requests'])
  })

  it('may be used up before the load begins', async () => {
    const visitor = scenario({ name: 'visitor', start: ({ http }) => http.get('/start'), run: ({ http }) => http.get('/') })
    const result = await runLoad(visitor, constantRate('10/s', '20s'), { maxRequests: 4 }, context())
    expect(arrived).toHaveLength(4)
    expect(result).toMatchObject({ duration: 0, requests: { total: 0 }, iterations: { started: 0, dropped: 0 } })
    expect(warningsOf(result).map(({ code }) => code)).toEqual(['max-requests'])
  })
})

describe('rows of test data', () => {
  it.each([
    ['an arrival rate', constantRate('20/s', '2s'), 30, '10 iterations were not started'],
    ['users', constantVus(2, '2s'), 30, 'users left'],
    ['a number of iterations', sharedIterations(2, 40), 30, '10 iterations were not started'],
  ])('that run out leave %s with what was done, and a warning: nothing was dropped', async (_, profile, rows, what) => {
    const data = feeder([...Array(rows).keys()], { whenEmpty: 'stop' })
    const visitor = scenario({ name: 'visitor', data, run: ({ http }) => http.get('/') })
    const result = await runLoad(visitor, profile, {}, context())
    expect(result.iterations).toMatchObject({ started: rows, completed: rows, dropped: 0 })
    const message = `All rows of test data were used, so ${what}: add rows, or choose another \`whenEmpty\``
    expect(warningsOf(result)).toEqual([{ code: 'rows-used-up', message }])
  })

  it('are enough where there is one for each arrival', async () => {
    const data = feeder([...Array(20).keys()], { order: 'unique' })
    const visitor = scenario({ name: 'visitor', data, run: ({ http }) => http.get('/') })
    const result = await runLoad(visitor, constantRate('20/s', '1s'), {}, context())
    expect(result.iterations).toMatchObject({ completed: 20, dropped: 0 })
  })
})

describe('budget', () => {
  it('spaces the requests of all users, and none of it is latency', async () => {
    const result = await runLoad('GET /', constantVus(10, '1s'), { budget: '20/s' }, context())
    const moments = arrived.map(([, at]) => at)
    expect(moments.length).toBeGreaterThan(5)
    // A server that was held up sees those together that were sent meanwhile. Without a budget they would be some 2,000.
    expect(Math.max(...moments) - Math.min(...moments)).toBeGreaterThan((moments.length - 1) * 50 - 500)
    // Each of the ten waits for half a second.
    expect(result.latency.p50).toBeLessThan(250)
  })

  it('is no latency with an arrival rate either, though each iteration starts late', async () => {
    const twice: ScenarioFunction = async ({ http }) => {
      await http.get('/')
      await http.get('/')
    }
    const result = await runLoad(twice, constantRate('20/s', '1s', { vus: 30 }), { budget: '30/s' }, context())
    expect(result.requests.succeeded).toBe(40)
    expect(result.latency.p50).toBeLessThan(120)
    expect(result.iterationDuration.max).toBeGreaterThan(100)
  })

  it('keeps no run from being cut', async () => {
    const begin = performance.now()
    const options = { budget: '1/min', signal: AbortSignal.timeout(1500) } as const
    const running = runLoad('GET /', constantVus(5, '20s'), options, context())
    await expect(running).rejects.toBeInstanceOf(LoadAbortedError)
    expect(performance.now() - begin).toBeLessThan(15_000)
    expect(arrived).toHaveLength(1)
  })

  it('keeps nobody waiting where nothing more may be sent', async () => {
    const begin = performance.now()
    const result = await runLoad('GET /', constantVus(5, '20s'), { budget: '10/s', maxRequests: 3 }, context())
    expect(performance.now() - begin).toBeLessThan(15_000)
    const { requests, iterations } = result
    expect([requests.total, iterations.completed]).toEqual([3, 3])
    // Who waits for the first time, and who was answered and waits again before the third was sent: two, if the answers are not late.
    expect(iterations.interrupted).toBeGreaterThanOrEqual(2)
    expect(iterations.interrupted).toBeLessThanOrEqual(4)
  })

  it.each([
    ['200/s', '1/s', "load: Expected `budget` to be at least the arrival rate of the profile, 200/s, got '1/s'"],
    ['2/s', '60/min', "load: Expected `budget` to be at least the arrival rate of the profile, 2/s, got '60/min'"],
  ] as const)('is refused below the arrival rate: %s and %s', async (rate, budget, message) => {
    await expect(runLoad('GET /', constantRate(rate, '1s'), { budget }, context())).rejects.toThrow(message)
    expect(arrived).toEqual([])
  })

  it('is compared with the arrival rate that is applied, and its problem listed with the others', async () => {
    vi.stubEnv('LOAD_RATE', '50/s')
    const running = runLoad('GET a', constantRate('5/s', '1s'), { budget: 10, timeout: 'x' as never }, context())
    await expect(running).rejects.toThrow(`load: 3 problems
  - Expected \`timeout\` to be a time above 0, such as '30s', got 'x'
  - Expected \`budget\` to be at least the arrival rate of the profile, 50/s, got 10
  - Expected \`path\``)
  })
})

describe('abortWhen', () => {
  it('aborts a run that fails too much, with its result', async () => {
    const recording = context()
    const options = { abortWhen: { errorRate: '>20%', after: '1s', window: '1s' } } as const
    const error = await runLoad('GET /busy', constantVus(2, '20s'), options, recording).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(LoadAbortedError)
    const { result, message } = error as LoadAbortedError
    expect(message).toBe('The load was aborted: error rate was 100 % in the last 1 s, above 20 % (`abortWhen`)')
    expect(recording.reported).toEqual([result])
    expect(result).toMatchObject({ outcome: { state: 'aborted', reason: expect.stringContaining('abortWhen') } })
    expect(result.requests.failed).toBeGreaterThan(20)
    expect(result.duration).toBeGreaterThanOrEqual(1000)
    expect(result.duration).toBeLessThan(10_000)
  })

  it('takes time-outs for failures, at the time they were given up', async () => {
    const options = { timeout: '200ms', abortWhen: { p95: '>150ms', after: '1s' } } as const
    await expect(runLoad('GET /hang', constantVus(5, '20s'), options, context())).rejects.toThrow(
      /p95 was ([2-9]\d\d.* ms|[1-9].* s) in the last 1 s, above 150 ms/,
    )
  })

  it('aborts scenarios at once for what they do together', async () => {
    const options = { abortWhen: { errorRate: '>40%', window: '1s' } } as const
    const scenarios = { good: ['GET /', constantVus(1, '20s')], bad: ['GET /busy', constantVus(3, '20s')] } as const
    await expect(runLoadAll(scenarios, options, context())).rejects.toThrow('above 40 % (`abortWhen`)')
  })

  it('leaves a run alone that is good enough', async () => {
    const options = { abortWhen: { errorRate: '>20%', p99: '>2s', throughput: '<1/s', window: '1s' } } as const
    const result = await runLoad('GET /', constantVus(2, '2500ms'), options, context())
    expect(result.outcome).toEqual({ state: 'completed' })
  })
})
