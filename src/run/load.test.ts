import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { freePort } from '../../fixtures/free-port.ts'
import { type FixtureServer, startFixtureServer } from '../../fixtures/server/start.ts'
import { type ClosedLoopOptions, runClosedLoop } from '../engine/closed-loop.ts'
import { constantRate } from '../profile/constant-rate.ts'
import { constantVus } from '../profile/constant-vus.ts'
import { perVuIterations } from '../profile/per-vu-iterations.ts'
import type { Profile } from '../profile/profile.ts'
import { rampingVus } from '../profile/ramping-vus.ts'
import { sharedIterations } from '../profile/shared-iterations.ts'
import { feeder } from '../scenario/feeder.ts'
import { type ScenarioInput, scenario } from '../scenario/scenario.ts'
import { runLoad } from './load.ts'
import { LoadAbortedError } from './load-aborted-error.ts'
import type { LoadOptions } from './load-options.ts'
import { measure } from './measure.ts'
import type { Plan } from './plan.ts'
import { recordingContext } from './run-context.fixture.ts'

// As they are, but known by their calls; where a profile would take minutes, its loop is over at once.
vi.mock('../engine/closed-loop.ts', { spy: true })
vi.mock('./measure.ts', { spy: true })

let server: FixtureServer

beforeAll(async () => {
  server = await startFixtureServer()
})
afterAll(() => server.close())
beforeEach(() => {
  for (const name of ['LOAD_SCALE', 'LOAD_VUS', 'LOAD_RATE', 'LOAD_DURATION']) vi.stubEnv(name, '')
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.mocked(runClosedLoop).mockClear()
  vi.mocked(measure).mockClear()
})

/** What a load of `GET /health` is decided to be; nothing is sent. */
async function planOf(profile: Profile, options: LoadOptions = {}): Promise<{ plan: Plan; loop: ClosedLoopOptions }> {
  vi.mocked(runClosedLoop).mockResolvedValueOnce()
  await runLoad('GET /health', profile, options, recordingContext({ baseUrl: server.url }))
  const [plan] = vi.mocked(measure).mock.lastCall ?? []
  const [loop] = vi.mocked(runClosedLoop).mock.lastCall ?? []
  if (plan === undefined || loop === undefined) throw new Error('Expected a run')
  return { plan, loop }
}

describe('the grace', () => {
  it.each([
    ['30 s at least', {}, {}, 30_000],
    ['30 s where requests may take less', { timeout: '5s' }, {}, 30_000],
    ['the longest time that a request may take', { timeout: '2m' }, {}, 120_000],
    ['what the profile says', { timeout: '2m' }, { gracefulStop: '1s' }, 1000],
    ['none where the profile says so', {}, { gracefulStop: 0 }, 0],
  ] as const)('is %s', async (_, options, own, expected) => {
    const { plan, loop } = await planOf(constantVus(1, '10m', own), options)
    expect(loop.gracefulStop).toBe(expected)
    expect(plan.parts[0].latestEnd).toBe(600_000 + expected)
  })

  it('comes after the longest duration where iterations are counted', async () => {
    const { plan } = await planOf(sharedIterations(1, 10, { maxDuration: '1m' }), {})
    expect(plan.parts).toMatchObject([{ planned: undefined, latestEnd: 90_000 }])
  })
})

describe('LOAD_SCALE', () => {
  it('scales durations and the warm-up, and the result says so', async () => {
    vi.stubEnv('LOAD_SCALE', '0.1')
    const stages = [
      { name: 'up', target: 5, duration: '30s' },
      { name: 'top', target: 5, duration: '20s' },
    ] as const
    vi.mocked(runClosedLoop).mockResolvedValueOnce()
    const context = recordingContext({ baseUrl: server.url })
    const result = await runLoad('GET /health', rampingVus(stages, { startVus: 1 }), { warmUp: '500ms' }, context)
    expect(vi.mocked(runClosedLoop).mock.lastCall?.[0]).toMatchObject({ warmUp: 50, gracefulStop: 30_000 })
    expect(result).toMatchObject({ scale: 0.1, duration: 5000 })
    expect(result.stage('up').duration).toBe(3000)
    expect(result.scaled(50)).toBe(5)
  })

  it('leaves everything as it is where it is not set', async () => {
    const { plan, loop } = await planOf(constantVus(1, '10s'), { warmUp: '20ms' })
    expect(plan).toMatchObject({ scale: 1, parts: [{ planned: 10_000 }], warnings: [] })
    expect(loop.warmUp).toBe(20)
  })
})

describe('overrides', () => {
  it('replace what the profile says, and the result warns of them', async () => {
    vi.stubEnv('LOAD_VUS', '3')
    vi.stubEnv('LOAD_DURATION', '20s')
    vi.stubEnv('LOAD_RATE', '5/s')
    vi.mocked(runClosedLoop).mockResolvedValueOnce()
    const context = recordingContext({ baseUrl: server.url })
    const result = await runLoad('GET /health', constantVus(10, '1m'), undefined, context)
    expect(result.profile).toMatchObject({ vus: 3, duration: 20_000 })
    expect(result.warnings.filter(({ code }) => code === 'profile-overridden')).toEqual([
      { code: 'profile-overridden', message: 'LOAD_RATE=5/s has no effect: the profile sets users, not an arrival rate' },
      { code: 'profile-overridden', message: 'LOAD_VUS=3 replaced 10 users' },
      { code: 'profile-overridden', message: 'LOAD_DURATION=20 s replaced 60 s' },
    ])
  })

  it('are taken literally at any scale', async () => {
    vi.stubEnv('LOAD_SCALE', '0.1')
    vi.stubEnv('LOAD_DURATION', '20s')
    expect((await planOf(constantVus(10, '1m'), {})).plan.parts[0].planned).toBe(20_000)
  })
})

describe('the name of a result', () => {
  it.each([
    ['that of the test', undefined, 'a test'],
    ['what the options say', { name: 'checkout' }, 'checkout'],
  ])('is %s', async (_, options, name) => {
    expect((await planOf(constantVus(1, '1s'), options)).plan.name).toBe(name)
  })
})

describe('a load', () => {
  it('sends what it says, and reports what it measured', async () => {
    const context = recordingContext({ baseUrl: server.url })
    const result = await runLoad('GET /health', perVuIterations(2, 5), { seed: 7 }, context)
    expect(result).toMatchObject({
      outcome: { state: 'completed' },
      seed: 7,
      requests: { total: 10, succeeded: 10 },
      iterations: { started: 10, completed: 10 },
      endpoints: ['GET /health'],
    })
    expect(context.reported).toEqual([result])
  })

  it('counts what stop sends after the end under (start)', async () => {
    let visits = 0
    const shopper = scenario({
      name: 'shopper',
      run: ({ http }) => {
        visits += 1
        return http.get('/delay/100')
      },
      stop: ({ http }) => http.get('/delay/200'),
    })
    const result = await runLoad(shopper, constantVus(1, '250ms'), {}, recordingContext({ baseUrl: server.url }))
    expect(result.scenario('(start)').requests).toMatchObject({ total: 1, succeeded: 1 })
    expect(result.endpoints).toEqual(['GET /delay/100'])
    expect(result.requests.total).toBe(visits)
  })

  it.each(['iteration', 'session'] as const)('loses no arrival for which there is no data, with a row per %s', async (per) => {
    const rows = feeder([1, 2, 3, 4, 5], { whenEmpty: 'stop', per })
    const session = per === 'session' ? 'iteration' : 'user'
    const reader = scenario({ name: 'reader', data: rows, session, run: ({ http }) => http.get('/health') })
    const context = recordingContext({ baseUrl: server.url })
    const result = await runLoad(reader, constantRate('40/s', '500ms', { vus: 2, maxVus: 40 }), {}, context)
    expect(result.iterations).toMatchObject({ started: 5, dropped: 0 })
    expect(result.warnings.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('15 iterations were not started'),
    )
  })

  it('rests afterwards as long as the project says, when it was reported', async () => {
    let reported = Number.NaN
    const report = (): void => {
      reported = performance.now()
    }
    const context = { ...recordingContext({ baseUrl: server.url, coolDown: 300 }), report }
    await runLoad('GET /health', sharedIterations(1, 1), {}, context)
    expect(performance.now() - reported).toBeGreaterThan(298)
  })

  it('that was aborted before it began sends nothing', async () => {
    let requests = 0
    const silent = createServer((_, response) => {
      requests += 1
      response.end()
    })
    const url = await listen(silent)
    const context = recordingContext({ baseUrl: url }, AbortSignal.abort(new Error('cancelled')))
    const running = runLoad('GET /health', constantVus(3, '10s'), { warmUp: '1s' }, context)
    await expect(running).rejects.toMatchObject({ message: 'The load was aborted: cancelled' })
    expect(context.reported).toMatchObject([{ requests: { total: 0 }, outcome: { state: 'aborted', at: 0 } }])
    expect(requests).toBe(0)
    silent.close()
  })

  it('that is aborted in the middle rejects with what was measured', async () => {
    const context = recordingContext({ baseUrl: server.url })
    const running = runLoad('GET /delay/20', constantVus(2, '10s'), { signal: AbortSignal.timeout(1000) }, context)
    const error = await running.catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(LoadAbortedError)
    const { result } = error as LoadAbortedError
    expect(context.reported).toEqual([result])
    expect(result.requests.succeeded).toBeGreaterThan(2)
    expect(result.duration).toBeLessThan(8000)
  })

  it.each<[string, ScenarioInput]>([
    ['a request', 'GET /health'],
    ['a function', ({ http }) => http.get('/health')],
    ['a function that catches it', ({ http }) => http.get('/health').catch(() => {})],
  ])('of a target that nothing listens on ends at once, by %s', async (_, input) => {
    const port = await freePort()
    const context = recordingContext({ baseUrl: `http://127.0.0.1:${port}` })
    const begin = performance.now()
    await expect(runLoad(input, constantVus(2, '10s'), {}, context)).rejects.toMatchObject({ code: 'ERR_LOAD_TARGET' })
    // Planned are 10 s.
    expect(performance.now() - begin).toBeLessThan(8000)
    expect(context.reported).toEqual([])
  })
})

async function listen(given: Server): Promise<string> {
  await new Promise<void>((resolve) => given.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(given.address() as AddressInfo).port}`
}
