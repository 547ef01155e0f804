import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { LoadResult } from '../../metrics/result.ts'
import { constantRate } from '../../profile/constant-rate.ts'
import { constantVus } from '../../profile/constant-vus.ts'
import { perVuIterations } from '../../profile/per-vu-iterations.ts'
import type { Profile } from '../../profile/profile.ts'
import { rampingRate } from '../../profile/ramping-rate.ts'
import { sharedIterations } from '../../profile/shared-iterations.ts'
import type { ScenarioInput } from '../../scenario/scenario.ts'
import { runLoad } from '../load.ts'
import { LoadAbortedError } from '../load-aborted-error.ts'
import { runLoadAll } from '../load-all.ts'
import type { LoadOptions } from '../load-options.ts'
import { moduleFolder } from '../modules.fixture.ts'
import { recordingContext } from '../run-context.fixture.ts'

/** Counts what arrives, by path; `/busy` fails, and `/hang` never answers. */
const arrived = new Map<string, number>()
const server = createServer(({ url = '' }, response) => {
  arrived.set(url, (arrived.get(url) ?? 0) + 1)
  if (url !== '/hang') response.writeHead(url === '/busy' ? 503 : 200).end()
})
const moduleOf = moduleFolder()

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  arrived.clear()
  for (const name of ['LOAD_SCALE', 'LOAD_VUS', 'LOAD_RATE', 'LOAD_DURATION']) vi.stubEnv(name, '')
})
afterEach(() => vi.unstubAllEnvs())

const context = () => recordingContext({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
const run = (scenario: ScenarioInput<unknown>, profile: Profile, options: LoadOptions = {}, within = context()) =>
  runLoad(scenario, profile, { seed: 1, ...options }, within)

/** What does not depend on how fast this machine is. */
const countsOf = ({ requests, iterations, endpoints, scenarios, stages, checks, trends }: LoadResult) => ({
  requests,
  iterations,
  endpoints: [...endpoints].sort(),
  scenarios,
  stages,
  checks,
  trends,
})
const codesOf = ({ warnings }: LoadResult) => warnings.map(({ code }) => code).filter((code) => code !== 'generator-unfit')

async function errorOf(running: Promise<unknown>): Promise<Error> {
  return await running.then(
    () => expect.unreachable('it should reject'),
    (error: Error) => error,
  )
}

/** Aborts when so many requests have arrived: threads take their time to start. */
function abortAfter(requests: number): AbortSignal {
  const controller = new AbortController()
  const watching = setInterval(() => {
    if ((arrived.get('/') ?? 0) < requests) return
    clearInterval(watching)
    controller.abort(new Error('enough'))
  }, 10)
  onTestFinished(() => clearInterval(watching))
  return controller.signal
}

const visitor = `
  export default async function visit({ http, vu, iteration, random, check, record }) {
    await http.get(\`/users/\${vu}/\${iteration}/\${random.integer(1, 1000)}\`, { name: 'GET /users/:vu' })
    check('is odd', vu % 2 === 1)
    record('vu', vu)
  }
`

describe('three threads', { timeout: 30_000 }, () => {
  it.each<[string, Profile]>([
    ['iterations of each user', perVuIterations(7, 20)],
    ['iterations that users share', sharedIterations(7, 100)],
    ['a constant rate', constantRate('97/s', '1s')],
    ['Poisson arrivals', constantRate('100/s', '1s', { arrivals: 'poisson' })],
    [
      'a ramp',
      rampingRate([
        { name: 'up', target: '80/s', duration: '1s' },
        { name: 'down', target: '10/s', duration: '1s' },
      ]),
    ],
  ])('count what one does: %s', async (_, profile) => {
    const one = await run('GET /', profile)
    const sent = arrived.get('/')
    arrived.clear()
    const three = await run('GET /', profile, { threads: 3 })
    expect(countsOf(three)).toEqual(countsOf(one))
    expect(arrived.get('/')).toBe(sent)
    expect(three.profile).toEqual(one.profile)
    for (const stage of one.stages) expect(three.stage(stage).requests).toEqual(one.stage(stage).requests)
  })

  it('have the same users as one, with the same random numbers', async () => {
    const module = moduleOf(visitor)
    const one = await run(module, perVuIterations(5, 4))
    const sent = [...arrived.keys()].sort()
    arrived.clear()
    const three = await run(module, perVuIterations(5, 4), { threads: 3 })
    expect([...arrived.keys()].sort()).toEqual(sent)
    expect(sent).toHaveLength(20)
    expect(countsOf(three)).toEqual(countsOf(one))
    expect(three.trend('vu').mean).toBe(3)
    expect(three.scenarios).toEqual(['visit'])
  })

  it('deal the rows of a feeder among themselves', async () => {
    const library = (file: string): string => new URL(`../../scenario/${file}.ts`, import.meta.url).href
    const module = moduleOf(`
      import { feeder } from '${library('feeder')}'
      import { scenario } from '${library('scenario')}'
      export default scenario({
        name: 'reader',
        data: feeder(['a', 'b', 'c', 'd', 'e', 'f', 'g'], { order: 'unique', whenEmpty: 'stop' }),
        run: ({ http, data, vu }) => http.get('/rows/' + data),
      })
    `)
    const result = await run(module, constantVus(3, '3s'), { threads: 3 })
    expect([...arrived]).toHaveLength(7)
    expect(result.requests).toMatchObject({ total: 7, succeeded: 7 })
  })

  it('send a list of requests one after another, as one thread does', async () => {
    const requests = ['GET /a', { path: '/busy', expect: 503 }, 'GET /b'] as const
    const one = await run(requests, perVuIterations(3, 5))
    const three = await run(requests, perVuIterations(3, 5), { threads: 3 })
    expect(countsOf(three)).toEqual(countsOf(one))
    expect(one).toMatchObject({
      scenarios: ['GET /a, GET /busy and 1 more'],
      requests: { total: 45, succeeded: 45 },
      iterations: { completed: 15 },
    })
    expect(Object.fromEntries(arrived)).toEqual({ '/a': 30, '/busy': 30, '/b': 30 })
  })

  it('take scenarios side by side', async () => {
    const entries = {
      browse: ['GET /a', perVuIterations(4, 10)],
      visit: [moduleOf(visitor), perVuIterations(2, 5)],
    } as const
    const one = await runLoadAll(entries, { seed: 1 }, context())
    const three = await runLoadAll(entries, { seed: 1, threads: 3 }, context())
    expect(countsOf(three)).toEqual(countsOf(one))
    expect(three.scenario('visit').requests).toEqual(one.scenario('visit').requests)
  })

  it('share `maxRequests`', async () => {
    const result = await run('GET /', constantVus(6, '20s'), { threads: 3, maxRequests: 50 })
    expect(arrived.get('/')).toBe(50)
    expect(result).toMatchObject({ outcome: { state: 'completed' }, requests: { total: 50, succeeded: 50 } })
    expect(codesOf(result)).toContain('max-requests')
    expect(result.duration).toBeLessThan(10_000)
  })

  it('keep to `budget` together', async () => {
    const result = await run('GET /', constantVus(6, '2s'), { threads: 3, budget: '60/s' })
    // Each for itself would send 360.
    expect(result.requests.total).toBeGreaterThan(40)
    expect(result.requests.total).toBeLessThan(200)
  })

  it('measure nothing of the warm-up', async () => {
    const result = await run('GET /', constantRate('50/s', '1s'), { threads: 2, warmUp: '1s' })
    expect(result.requests.total).toBe(50)
    expect(arrived.get('/')).toBe(100)
    expect(Date.parse(result.startedAt)).toBeLessThan(Date.now() - 900)
  })

  it('tell their progress together, and end on one time line', async () => {
    const within = context()
    const result = await run('GET /', constantVus(5, '2200ms'), { threads: 2 }, within)
    // The last second is told when the last thread is through it, and then another may be at its end.
    expect(within.progressed[0]?.vus).toBe(5)
    expect(within.progressed.length).toBeLessThanOrEqual(2)
    expect(within.progressed.at(-1)?.requests).toBeGreaterThan(0)
    expect(result.duration).toBe(2200)
    expect(result.timeline.map(({ at }) => at).slice(0, 3)).toEqual([0, 1000, 2000])
    expect(within.reported).toEqual([result])
  })
})

describe('a run in threads', { timeout: 30_000 }, () => {
  it('is aborted by its signal, and has what was measured', async () => {
    const signal = abortAfter(50)
    const error = (await errorOf(run('GET /', constantVus(4, '20s'), { threads: 2, signal }))) as LoadAbortedError
    expect(error).toBeInstanceOf(LoadAbortedError)
    expect(error.message).toBe('The load was aborted: enough')
    expect(error.result.requests.succeeded).toBeGreaterThan(10)
    expect(error.result.duration).toBeLessThan(15_000)
  })

  it('is aborted before it begins', async () => {
    const signal = AbortSignal.abort(new Error('not at all'))
    const error = (await errorOf(run('GET /', constantVus(4, '20s'), { threads: 2, signal }))) as LoadAbortedError
    expect(error.message).toBe('The load was aborted: not at all')
    expect(error.result.requests.total).toBe(0)
  })

  it('is aborted by what all threads measured', async () => {
    const running = run('GET /busy', constantVus(4, '20s'), { threads: 2, abortWhen: { errorRate: '>50%', after: '1s' } })
    const error = (await errorOf(running)) as LoadAbortedError
    expect(error.message).toMatch(/^The load was aborted: .*error rate/i)
    expect(error.result.duration).toBeLessThan(15_000)
  })

  it.each([
    ['exits', 'process.exit(3)', /^The load was aborted: thread [12] of 2 ended: process\.exit\(3\)$/],
    ['throws where nobody catches', "setTimeout(() => { throw new Error('lost') })", /thread [12] of 2 ended: lost$/],
    ['rejects where nobody catches', "Promise.reject(new Error('adrift'))", /thread [12] of 2 ended: adrift$/],
  ])('ends with a thread that %s', async (_, deed, message) => {
    const module = moduleOf(`
      export default async ({ http, vu, iteration }) => {
        await http.get('/')
        if (vu === 2 && iteration === 20) ${deed}
        await new Promise((resolve) => setTimeout(resolve, 60))
      }
    `)
    const within = context()
    const error = (await errorOf(run(module, constantVus(4, '20s'), { threads: 2 }, within))) as LoadAbortedError
    expect(error).toBeInstanceOf(LoadAbortedError)
    expect(error.message).toMatch(message)
    expect(error.result.requests.succeeded).toBeGreaterThan(20)
    expect(error.result.outcome).toMatchObject({ state: 'aborted' })
    expect(within.reported).toEqual([error.result])
  })

  it('ends with a thread that exits while it is loaded', async () => {
    const module = moduleOf(`
      import { isMainThread } from 'node:worker_threads'
      if (!isMainThread) process.exit(4)
      export default ({ http }) => http.get('/')
    `)
    const error = await errorOf(run(module, constantVus(4, '20s'), { threads: 2 }))
    expect(error.message).toMatch(/^The load was aborted: thread [12] of 2 ended: process\.exit\(4\)$/)
  })

  it('ends without a thread that hangs', async () => {
    const module = moduleOf(`
      export default async ({ http, vu, iteration }) => {
        await http.get('/')
        if (vu === 2 && iteration === 5) for (;;);
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    `)
    // Its own users send no more than twelve.
    const signal = abortAfter(60)
    const begin = performance.now()
    const error = await errorOf(run(module, constantVus(4, '20s'), { threads: 2, signal }))
    expect(error.message).toBe('The load was aborted: enough')
    expect((error as LoadAbortedError).result.requests.succeeded).toBeGreaterThan(10)
    expect(performance.now() - begin).toBeLessThan(19_000)
  })

  it.each([
    ['a host that is not allowed', "http.get('http://example.com/')", 'HostNotAllowedError', 'ERR_LOAD_HOST'],
    ['a target that nobody is at', "http.get('http://127.0.0.1:1/')", 'TargetUnreachableError', 'ERR_LOAD_TARGET'],
    ['options that are wrong', "http.get('/', { timeout: 'x' })", 'OptionsError', 'ERR_LOAD_OPTIONS'],
  ])('rejects as it would without threads: %s', async (_, call, name, code) => {
    const module = moduleOf(`export default ({ http }) => ${call}`)
    const one = await errorOf(run(module, constantVus(2, '5s')))
    const two = await errorOf(run(module, constantVus(2, '5s'), { threads: 2 }))
    expect(two).toMatchObject({ name, code, message: one.message })
    expect(two.constructor).toBe(one.constructor)
  })

  it('rejects before it begins where nobody is at the target of a request', async () => {
    const nowhere = recordingContext({ baseUrl: 'http://127.0.0.1:1' })
    await expect(run('GET /', constantVus(2, '5s'), { threads: 2 }, nowhere)).rejects.toMatchObject({ code: 'ERR_LOAD_TARGET' })
    expect(nowhere.reported).toEqual([])
  })
})

describe('threads are refused', () => {
  it.each<[string, ScenarioInput<unknown>, string]>([
    ['a function', async () => {}, 'a function or a scenario()'],
    ['a request with a function', { path: '/', expect: () => true }, 'a request whose `expect` is a function'],
    ['such a request in a list', ['GET /', { path: '/', expect: () => true }], 'a request whose `expect` is a function'],
  ])('to %s', async (_, scenario, got) => {
    await expect(run(scenario, constantVus(2, '1s'), { threads: 2 })).rejects.toThrow(
      `load: Expected a scenario that can go to another thread, as \`threads: 2\` asks for, got ${got}: functions can't be sent. ` +
        "Export it from a module of its own, such as checkout.scenario.mts, and give its URL: new URL('./checkout.scenario.mts', import.meta.url)",
    )
  })

  it('by name, where there are several scenarios', async () => {
    const entries = { browse: ['GET /', constantVus(2, '1s')], buy: [async () => {}, constantVus(2, '1s')] } as const
    await expect(runLoadAll(entries, { threads: 2 }, context())).rejects.toThrow(/^loadAll: buy: Expected a scenario that can go/)
  })

  it.each([0, 1.5, 65, '2'])('where there are %s of them', async (threads) => {
    await expect(run('GET /', constantVus(2, '1s'), { threads: threads as number })).rejects.toThrow(
      'load: Expected `threads` to be a whole number from 1 to 64',
    )
  })

  it('where something in the options can not be sent', async () => {
    const tls = { ca: () => {} } as never
    await expect(run('GET /', constantVus(2, '1s'), { threads: 2, tls })).rejects.toThrow(
      'load: Expected options that can be sent to another thread, as `threads` asks for, got some that cannot',
    )
  })
})

describe('fewer threads are used', () => {
  it.each<[string, Profile, LoadOptions, string]>([
    ['than users', perVuIterations(2, 3), {}, 'Only 2 of 4 threads were used: there are 2 users to share out'],
    [
      'than users of an arrival rate',
      constantRate('10/s', '1s', { vus: 3 }),
      {},
      'Only 3 of 4 threads were used: there are 3 users to share out',
    ],
    ['than one user', perVuIterations(1, 3), {}, 'Only 1 of 4 threads was used: there is one user to share out'],
    ['than requests', perVuIterations(9, 3), { maxRequests: 2 }, 'Only 2 of 4 threads were used: `maxRequests` is 2'],
  ])('%s', async (_, profile, options, message) => {
    const { warnings } = await run('GET /', profile, { threads: 4, ...options })
    expect(warnings).toContainEqual({ code: 'fewer-threads', message })
  })
})
