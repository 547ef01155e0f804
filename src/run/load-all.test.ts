import { describe, expect, it, vi } from 'vitest'
import { parseResult } from '../metrics/load-result.ts'
import { constantRate } from '../profile/constant-rate.ts'
import { constantVus } from '../profile/constant-vus.ts'
import { perVuIterations } from '../profile/per-vu-iterations.ts'
import { rampingRate } from '../profile/ramping-rate.ts'
import { rampingVus } from '../profile/ramping-vus.ts'
import { sharedIterations } from '../profile/shared-iterations.ts'
import { feeder } from '../scenario/feeder.ts'
import { type ScenarioFunction, scenario } from '../scenario/scenario.ts'
import { useFixtureTarget } from './fixture-target.fixture.ts'
import { runLoad } from './load.ts'
import { runLoadAll } from './load-all.ts'
import { recordingContext } from './run-context.fixture.ts'

const server = useFixtureTarget()

const context = () => recordingContext({ baseUrl: server.url })

describe('scenarios at once', () => {
  it('have one result, with a slice for each under its name', async () => {
    const buyer = scenario({
      name: 'buyer',
      start: async ({ http }) => ({ token: (await http.post('/login', { json: { user: 'ada' } })).json().token as string }),
      run: ({ http, state }) => http.get('/orders/42', { name: 'GET /orders/:id', headers: { authorization: state.token } }),
    })
    const recording = context()
    const browse = constantVus(2, '400ms')
    const buy = constantRate('20/s', '1s')
    const result = await runLoadAll({ browse: ['GET /health', browse], buy: [buyer, buy] }, { seed: 3 }, recording)

    expect(recording.reported).toEqual([result])
    expect(result).toMatchObject({
      name: 'a test',
      outcome: { state: 'completed' },
      model: 'mixed',
      profile: { kind: 'together', profiles: { browse, buy } },
      scenarios: ['browse', 'buy'],
      endpoints: expect.arrayContaining(['GET /health', 'GET /orders/:id']),
      duration: 1000,
    })
    expect(result.scenario('buy')).toMatchObject({ duration: 1000, requests: { succeeded: 20 }, iterations: { started: 20 } })
    expect(result.scenario('browse').duration).toBe(400)
    expect(result.scenario('browse').requests.succeeded).toBeGreaterThan(0)
    expect(result.requests.total).toBe(20 + result.scenario('browse').requests.total)
    expect(result.scenario('(start)').endpoint('POST /login').requests.succeeded).toBe(20)
    expect(parseResult(JSON.parse(JSON.stringify(result)))).toEqual(result)
    expect(Object.isFrozen((result.profile as { profiles?: unknown }).profiles)).toBe(true)
  })

  it('keep the stages of each apart', async () => {
    const browse = rampingVus([
      { name: 'calm', from: 1, target: 1, duration: '300ms' },
      { name: 'peak', from: 2, target: 2, duration: '300ms' },
    ])
    const buy = rampingRate([{ name: 'peak', from: 50, target: 50, duration: '400ms' }])
    const result = await runLoadAll({ browse: ['GET /delay/5', browse], buy: ['GET /health', buy] }, {}, context())
    expect(result.stages).toEqual(['calm', 'peak'])
    expect(result.scenario('buy').stage('peak')).toMatchObject({ duration: 400, requests: { succeeded: 20 } })
    expect(result.scenario('browse').stage('peak').duration).toBe(300)
    expect(result.stage('peak').duration).toBe(600)
    const peaks = ['browse', 'buy'].map((name) => result.scenario(name).stage('peak').requests.total)
    expect(result.stage('peak').requests.total).toBe((peaks[0] ?? 0) + (peaks[1] ?? 0))
  })

  it('each have user numbers and rows of their own, and name what they do without requests', async () => {
    const rows = feeder([{ id: 1 }, { id: 2 }, { id: 3 }], { order: 'unique' })
    const seen: Record<string, unknown[]> = { one: [], other: [] }
    const note = (name: string) =>
      scenario({ name: 'shared', data: rows, run: ({ vu, data }) => void seen[name]?.push([vu, data.id]) })
    const result = await runLoadAll(
      { one: [note('one'), perVuIterations(1, 3)], other: [note('other'), perVuIterations(1, 3)] },
      {},
      context(),
    )
    const expected = [1, 2, 3].map((id) => [1, id])
    expect(seen).toEqual({ one: expected, other: expected })
    expect(result.endpoints).toEqual(['one', 'other'])
    expect(result.scenario('other').iterations.completed).toBe(3)
  })

  it('draw random numbers of their own, which the seed repeats; the first one those that it draws alone', async () => {
    const drawn = async (seed: number): Promise<Record<string, number[]>> => {
      const seen: Record<string, number[]> = { a: [], b: [], c: [] }
      const draw =
        (name: string): ScenarioFunction =>
        ({ random }) =>
          void seen[name]?.push(random.next())
      const profile = perVuIterations(1, 3)
      await runLoadAll({ a: [draw('a'), profile], b: [draw('b'), profile], c: [draw('c'), profile] }, { seed }, context())
      return seen
    }
    const alone: number[] = []
    await runLoad(({ random }) => void alone.push(random.next()), perVuIterations(1, 3), { seed: 5 }, context())
    const [first, again, other] = [await drawn(5), await drawn(5), await drawn(6)]
    expect(first.a).toEqual(alone)
    expect(new Set(Object.values(first).flat()).size).toBe(9)
    expect(again).toEqual(first)
    expect(other.b).not.toEqual(first.b)
  })

  it('count their users together', async () => {
    const recording = context()
    const run: ScenarioFunction = ({ sleep }) => sleep('50ms')
    const result = await runLoadAll({ a: [run, constantVus(3, '3s')], b: [run, constantVus(4, '3s')] }, {}, recording)
    expect(result.timeline[0]?.vus).toBe(7)
    expect(recording.progressed[0]?.vus).toBe(7)
  })

  it('are over with the last of them, and cut together when they are aborted', async () => {
    const recording = context()
    const controller = new AbortController()
    const abortLate: ScenarioFunction = async ({ http, iteration }) => {
      await http.get('/delay/20')
      if (iteration === 20) controller.abort()
    }
    const scenarios = { a: [abortLate, constantVus(1, '20s')], b: ['GET /delay/20', sharedIterations(1, 2)] } as const
    const running = runLoadAll(scenarios, { signal: controller.signal }, recording)
    await expect(running).rejects.toMatchObject({ code: 'ERR_LOAD_ABORTED' })
    const [result] = recording.reported
    expect(result?.scenario('b').iterations.completed).toBe(2)
    expect(result?.scenario('a').requests.succeeded).toBeGreaterThan(2)
  })

  it('keep cookies only where a scenario wants them', async () => {
    const sent: Record<string, unknown> = {}
    const login = (name: string, cookies: boolean) =>
      scenario({
        name,
        cookies,
        run: async ({ http }) => {
          await http.post('/login', { json: { user: name } })
          sent[name] = (await http.post('/echo')).json().headers?.cookie
        },
      })
    const once = perVuIterations(1, 1)
    await runLoadAll({ a: [login('with', true), once], b: [login('without', false), once] }, {}, context())
    expect(sent.with).toMatch(/^session=/)
    expect(sent.without).toBeUndefined()
  })
})

describe('LOAD_ variables', () => {
  it('apply to each profile, and their notes name the scenario', async () => {
    vi.stubEnv('LOAD_SCALE', '0.5')
    vi.stubEnv('LOAD_VUS', '2')
    vi.stubEnv('LOAD_RATE', '30/s')
    const result = await runLoadAll(
      { browse: ['GET /health', constantVus(10, '2s')], buy: ['GET /health', constantRate('5/s', '2s')] },
      {},
      context(),
    )
    expect(result).toMatchObject({
      scale: 0.5,
      duration: 1000,
      profile: { profiles: { browse: { vus: 2, duration: 1000 }, buy: { rate: 30, vus: 2 } } },
    })
    const notes = result.warnings.filter(({ code }) => code === 'profile-overridden')
    expect(notes.map(({ message }) => message)).toEqual([
      'browse: LOAD_RATE=30/s has no effect: the profile sets users, not an arrival rate',
      'browse: LOAD_VUS=2 replaced 10 users',
      'buy: LOAD_RATE=30/s replaced 5/s',
      'buy: LOAD_VUS=2 replaced 10 users',
    ])
  })
})

describe('what is wrong', () => {
  const all = (scenarios: unknown, options: unknown = {}) => runLoadAll(scenarios as never, options as never, context())

  it('is listed at once', async () => {
    const scenarios = {
      '(start)': ['GET /health', constantVus(1, '1s')],
      '': ['GET /health', constantVus(1, '1s')],
      pair: 'GET /health',
      alone: ['GET /health'],
      profile: ['GET /health', { kind: 'constant' }],
      request: [{ path: '/', method: 'FETCH', timeout: 'x' }, constantVus(1, '1s')],
      scenario: [5, 5],
    }
    await expect(
      all(scenarios, { timeout: 'y', maxRequests: 0, budget: '0/s', abortWhen: {} }),
    ).rejects.toThrow(`loadAll: 13 problems
  - Expected \`name\` to be a text other than '(start)' and '(other)', which results use themselves, got '(start)'
  - Expected \`name\` to be a text, got ''
  - Expected \`pair\` to be a scenario and a profile, such as ['GET /', constantVus(10, '10s')], got 'GET /health'
  - Expected \`alone\` to be a scenario and a profile, such as ['GET /', constantVus(10, '10s')], got a list
  - Expected \`profile[1].kind\` to be one of 'constant-vus', 'ramping-vus', 'shared-iterations', 'per-vu-iterations', 'constant-rate', 'ramping-rate', got 'constant'
  - Expected \`scenario[1]\` to be a profile, such as constantVus(100, '10s'), got 5
  - Expected \`timeout\` to be a time above 0, such as '30s', got 'y'
  - Expected \`maxRequests\` to be a whole number of at least 1, got 0
  - Expected \`budget\` to be a rate above 0, such as '200/s', got '0/s'
  - Expected \`abortWhen\` to have a condition, such as errorRate: '>20%', got none
  - request: Expected \`method\` to be one of 'GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', got 'FETCH'
  - request: Expected \`timeout\` to be a time above 0, such as '30s', got 'x'
  - scenario: Expected \`scenario\` to be a request such as 'GET /health', a list of requests, a function, a scenario() or the URL of a module, got 5`)
  })

  it('is listed at once where only scenarios are wrong', async () => {
    const profile = constantVus(1, '1s')
    await expect(all({ a: ['GET a', profile], b: ['GET /', profile], c: [5, profile] })).rejects.toThrow(`loadAll: 2 problems
  - a: Expected \`path\` to be a path that begins with '/', or an http or https URL, got 'a'
  - c: Expected \`scenario\` to be a request such as 'GET /health', a list of requests, a function, a scenario() or the URL of a module, got 5`)
  })

  it.each([[{}], [undefined], [[['GET /', constantVus(1, '1s')]]], ['GET /']])(
    'is to name no scenario: %o',
    async (scenarios) => {
      await expect(all(scenarios)).rejects.toThrow(
        "loadAll: Expected a value to be a record of scenarios with their profiles, such as { browse: ['GET /', constantVus(10, '10s')] }, got",
      )
    },
  )

  it('is a warm-up of a profile that begins with nothing, told with all others', async () => {
    const ramp = rampingRate([{ target: 20, duration: '1s' }])
    const scenarios = {
      a: ['GET a', constantVus(1, '1s')],
      b: ['GET /', ramp],
      c: ['GET /', rampingVus([{ target: 2, duration: '1s' }])],
    }
    await expect(all(scenarios, { warmUp: '1s' })).rejects.toThrow(
      /^loadAll: 3 problems\n {2}- b: Expected `warmUp`.*\n {2}- c: Expected `warmUp`.*\n {2}- a: Expected `path`/,
    )
  })

  it('is a budget below what arrives at one moment', async () => {
    const scenarios = { a: ['GET /health', constantRate('20/s', '1s')], b: ['GET /health', constantRate('10/s', '1s')] }
    await expect(all(scenarios, { budget: '25/s' })).rejects.toThrow(
      "loadAll: Expected `budget` to be at least the arrival rate of the profiles together, 30/s, got '25/s'",
    )
  })
})
